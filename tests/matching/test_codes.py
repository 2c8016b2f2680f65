"""From everyday words to materials and waste codes."""

import csv
import os
import shutil
from pathlib import Path

import pytest

from matching.codes import Question, Trace, code_finder, mirror_partners
from matching.codes.finder import CodeFinder
from matching.knowledge import EntryType, load_knowledge
from matching.words.code_words import word_entries
from matching.words.zones import Zone, zones

KNOWLEDGE = load_knowledge()
FINDER = code_finder(KNOWLEDGE)
REFERENCE_DIR = os.environ.get("REFERENCE_DIR")


def first_codes(text, language="sv", top=3):
    return [found.code for found in FINDER.understand(text, language, top=top).codes]


def first_material(text, language="sv"):
    return FINDER.understand(text, language, top=1).materials[0].code


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("hyvelspån löst", "sv", "030105"),
        ("knust betong", "nb", "170101"),
        ("used fryer oil from a canteen", "en", "200125"),
        ("smågrisfôr utgått", "nb", "020304"),
    ],
)
def test_understand_finds_codes_in_each_language(text, language, code):
    assert code in first_codes(text, language, top=5)


def test_understand_finds_the_language_where_nobody_says():
    assert FINDER.understand("Vi har sågspån från vårt sågverk och vill gärna sälja").language == "sv"


def test_understand_forgives_slips_of_the_pen():
    assert first_material("kuttterspån") == first_material("kutterspån")
    assert "170802" in first_codes("gisskivor")


def test_understand_tells_the_words_that_led_there():
    found = FINDER.understand("30 m³ sågspån i veckan", "sv").codes[0]

    assert (found.code, found.material) == ("030105", "sawdust")
    assert (found.words[0].word, found.words[0].trace) == ("sågspån", Trace.TERM)


def test_understand_lets_the_place_of_origin_decide():
    assert first_codes("slam från mejeri")[0][:4] == "0205"
    assert first_codes("slam från slakteri")[0][:4] == "0202"


def test_understand_weighs_what_it_is_for_less():
    understood = FINDER.understand("bark till kompost", "sv")
    scores = {found.code: found.score for found in understood.materials}

    assert first_material("bark till kompost") == "bark"
    assert scores["bark"] > 1.5 * scores["compost"]


@pytest.mark.parametrize("text", ["betong utan tegel", "betong, ej tegel", "betong fri från tegel"])
def test_understand_leaves_out_what_it_is_without(text):
    assert "bricks" not in {found.code for found in FINDER.understand(text, "sv").materials}


def test_understand_asks_what_decides_a_mirror_pair():
    found = {each.code: each for each in FINDER.understand("gipsskivor från rivning", "sv").codes}

    assert found["170802"].question is found["170801"].question is Question.HAZARDOUS_SUBSTANCES
    assert (found["170801"].hazardous, found["170801"].partners) == (True, ("170802",))
    assert not found["170802"].hazardous


def test_understand_marks_what_is_always_hazardous():
    found = FINDER.understand("spillolja från verkstad", "sv").codes[0]

    assert (found.hazardous, found.question, found.partners) == (True, Question.HAZARDOUS_ALWAYS, ())


def test_understand_keeps_the_figure_of_a_category():
    assert first_material("slaktavfall kategori 2") == "slaughter_waste_category_2"
    assert KNOWLEDGE.materials[first_material("slaktavfall kat 3")].abp_category == 3


@pytest.mark.parametrize("text", ["", "12 345", "och i på", "xqzj"])
def test_understand_has_no_opinion_on_what_says_nothing(text):
    understood = FINDER.understand(text, "sv")

    assert (understood.materials, understood.codes) == ((), ())


def test_understand_is_the_same_from_the_cache(tmp_path):
    fresh = CodeFinder(KNOWLEDGE, cache_folder=tmp_path)
    kept = CodeFinder(KNOWLEDGE, cache_folder=tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [f"codes-{KNOWLEDGE.version}.npz"]
    for text in ("kutterspån i bal", "slam från mejeri"):
        assert fresh.understand(text, "sv") == kept.understand(text, "sv") == FINDER.understand(text, "sv")
    shutil.rmtree(tmp_path)


def test_scores_lie_between_0_and_1_and_fall():
    for text in ("aska från värmeverk", "sågspån bark flis kutterspån", "oljigt slam från biltvätt"):
        scores = [found.score for found in FINDER.understand(text, "sv", top=50).codes]

        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def test_zones_tell_what_each_word_is_there_for():
    assert zones("Spån från bygge, till stall utan spik och lim, torrt") == [
        *(Zone.THING, Zone.SOURCE, Zone.SOURCE),
        *(Zone.USE, Zone.USE, Zone.WITHOUT, Zone.WITHOUT, Zone.WITHOUT, Zone.WITHOUT, Zone.THING),
    ]


def test_zones_know_amounts_from_things():
    assert zones("30 m³ spån i veckan, 2 pallar") == [
        *(Zone.AMOUNT, Zone.THING, Zone.COMPANY, Zone.AMOUNT, Zone.AMOUNT),
    ]
    assert zones("120 pallar") == [Zone.THING]


def test_zones_take_what_a_thing_comes_in_for_an_amount():
    assert zones("10 storsekker treflis") == [Zone.AMOUNT, Zone.THING]
    assert zones("10 big bags of wood chips") == [*(Zone.AMOUNT,) * 3, Zone.THING, Zone.THING]
    assert zones("500 pallar Sveg") == [Zone.THING, Zone.THING]
    assert zones("rundballer med høy") == [Zone.AMOUNT, Zone.AMOUNT, Zone.THING]
    assert zones("20 säckar per år")[0] is zones("20 pallar begagnade")[0] is Zone.THING


def test_word_entries_name_codes_and_headings_that_there_are():
    for entry in word_entries():
        assert {*entry.target.codes} <= {*KNOWLEDGE.waste_codes}, entry
        assert not entry.target.heading or entry.target.heading in KNOWLEDGE.waste_headings, entry
        assert entry.text.strip() == entry.text != ""


def test_mirror_partners_are_on_opposite_sides_and_mutual():
    partners = mirror_partners(KNOWLEDGE)

    for code, others in partners.items():
        for other in others:
            assert code in partners[other]
            assert KNOWLEDGE.waste_codes[code].heading == KNOWLEDGE.waste_codes[other].heading
            assert {KNOWLEDGE.waste_codes[each].entry for each in (code, other)} == {
                EntryType.MIRROR_HAZARDOUS,
                EntryType.MIRROR_NON_HAZARDOUS,
            }


@pytest.mark.skipif(not REFERENCE_DIR, reason="REFERENCE_DIR is not set: pairs are not compared with the list's titles")
def test_mirror_partners_are_those_that_the_list_mentions():
    with (Path(REFERENCE_DIR) / "ewc.csv").open(encoding="utf-8", newline="") as file:
        titles = {row["code"]: row["title_en"] for row in csv.DictReader(file)}
    partners = mirror_partners(KNOWLEDGE)

    for code, title in titles.items():
        if "other than those mentioned in" in title and KNOWLEDGE.waste_codes[code].entry.is_mirror:
            mentioned = "".join(character for character in title.split("mentioned in")[1] if character.isdigit())
            named = {mentioned[start : start + 6] for start in range(0, len(mentioned) - 5, 6)}
            assert named & {*partners.get(code, ())}, (code, title)
