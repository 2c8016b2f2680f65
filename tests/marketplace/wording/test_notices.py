"""Every notice has a line, a help and a mail, in each language."""

import pytest
from django.utils import translation

from marketplace.models import Notice
from marketplace.wording.notices import Link, notice_help, notice_line, notice_mail
from tests.factories import NOON, make_user

VALUES = {
    "title": "Granbark",
    "firm": "Sågen",
    "name": "Göran",
    "answer": "yes",
    "said": "yes",
    "fact": "months",
    "decision": "hidden",
    "reasons": "Reklam hör inte hit.",
    "step": "Ring",
    "stage": "completed",
    "number": 3,
    "searches": 2,
    "party": 1,
    "round": 1,
}


def make_notice(code, **fields):
    return Notice(code=code, values=VALUES, path="/my-firm/", language="sv", written_at=NOON, **fields)


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("code", Notice.Code)
def test_notices_have_words_for_every_code(code, language):
    notice = make_notice(code, email="ny@example.org")

    with translation.override(language):
        told = [notice_line(notice), notice_help(notice), *notice_mail(notice, base_url="https://torget.example")]

    assert all(told)
    assert not any("%(" in text for text in told)


@pytest.mark.django_db
def test_notice_mail_greets_by_the_first_name_and_leads_to_the_page():
    notice = make_notice(Notice.Code.STILL_TRUE, user=make_user(name="Kari Nordmann"))

    subject, body = notice_mail(
        notice, base_url="https://torget.example", links=[Link("Answer here:", "https://x.example/")]
    )

    assert subject == "Is “Granbark” still true?"
    assert body.startswith("Hello Kari,")
    assert "https://torget.example/my-firm/" in body
    assert "Answer here:\nhttps://x.example/" in body


def test_notice_line_names_an_asked_fact_in_words():
    assert notice_line(make_notice(Notice.Code.FACT_ASKED)) == "A coordinator asks about “Granbark”: in which months."
