"""What is made of tables is made once, and goes with them."""

import gc
from dataclasses import replace
from datetime import date
from threading import Event, Thread

from matching.compliance import Facts, border_card, legal_table
from matching.knowledge import Knowledge, keeping, kept, load_knowledge
from matching.knowledge.keeping import forget_kept, forget_made_by


def test_forget_kept_lets_go_of_what_other_tables_made(monkeypatch):
    monkeypatch.setattr(keeping, "_KEPT", {})  # the real ones take seconds to make
    made = []
    known, other = object(), object()
    make = kept(lambda of, *, name="": made.append((of, name)) or len(made))

    before = [make(known, name="a"), make(other), make(known, name="a")]
    forget_kept(but=known)

    assert (before, make(known, name="a"), make(other)) == ([1, 2, 1], 1, 3)


def test_forget_kept_lets_old_tables_go_wherever_they_were_read():
    shipped = load_knowledge()
    amended = replace(shipped, version="amended")
    legal_table(amended, date(2026, 6, 1), materials=["bark"])
    border_card(Facts(material_family="bark"), knowledge=amended, as_of=date(2026, 6, 1))
    del amended

    forget_kept(but=shipped)
    gc.collect()

    # By type alone: what is asked for its class may be a weak reference to what is gone.
    assert [each for each in gc.get_objects() if type(each) is Knowledge and each.version == "amended"] == []
    assert load_knowledge() is shipped


def test_forget_made_by_lets_go_of_what_one_function_made():
    made = []
    make, make_other = (kept(lambda of: made.append(of) or len(made)) for _each in range(2))
    before = [make("a"), make_other("a")]

    forget_made_by(make)

    assert (before, make("a"), make_other("a")) == ([1, 2], 3, 2)


def test_kept_is_one_thing_for_threads_that_ask_at_once():
    meeting, found = Event(), []

    @kept
    def make():
        meeting.wait(5)
        return object()

    threads = [Thread(target=lambda: found.append(make())) for _each in range(2)]
    for thread in threads:
        thread.start()
    meeting.set()
    for thread in threads:
        thread.join()

    assert found[0] is found[1]
