"""Working days of both countries, and what is due by when."""

from datetime import date

import pytest

from matching.compliance.clocks import Step, deadlines
from matching.compliance.working_days import add_working_days, is_working_day
from tests.matching.compliance.made import KNOWLEDGE, card_of, facts_of

CARDBOARD = (
    "status_claim=waste; ewc_code=150101; origin_country=SE; dest_country=NO; quantity_kg=20000; operation_code=R3; "
    "receiver_permit=yes"
)
ASH = CARDBOARD.replace("150101", "100103")


def due(text, start):
    facts = facts_of(text)
    found = deadlines(card_of(text), facts, knowledge=KNOWLEDGE, start=start)
    assert list(found) == sorted(found, key=lambda deadline: deadline.by)
    return {deadline.code: deadline for deadline in found}


@pytest.mark.parametrize(
    ("day", "sweden", "norway"),
    [
        (date(2026, 1, 6), False, True),  # Epiphany
        (date(2026, 4, 2), True, False),  # Maundy Thursday
        (date(2026, 4, 3), False, False),  # Good Friday
        (date(2026, 5, 25), True, False),  # Whit Monday
        (date(2026, 6, 19), False, True),  # Midsummer's eve
        (date(2026, 12, 24), False, True),  # Christmas eve
        (date(2027, 5, 17), True, False),  # Norway's Constitution Day
        (date(2026, 11, 21), False, False),  # a Saturday
        (date(2026, 11, 22), False, False),
        (date(2026, 11, 23), True, True),
    ],
)
def test_is_working_day_knows_the_holidays_of_each_country(day, sweden, norway):
    assert (is_working_day(day, "SE"), is_working_day(day, "NO")) == (sweden, norway)
    assert is_working_day(day, "SE", "NO") == (sweden and norway)


@pytest.mark.parametrize(
    ("day", "days", "countries", "expected"),
    [
        (date(2026, 11, 27), 1, ("SE",), date(2026, 11, 30)),
        (date(2026, 11, 30), -1, ("SE",), date(2026, 11, 27)),
        (date(2026, 11, 30), 0, ("SE",), date(2026, 11, 30)),
        (date(2026, 4, 7), -2, ("SE",), date(2026, 4, 1)),
        (date(2026, 4, 7), -2, ("NO",), date(2026, 3, 31)),
        (date(2026, 4, 7), -2, ("SE", "NO"), date(2026, 3, 31)),
        (date(2026, 12, 30), 2, ("SE",), date(2027, 1, 5)),
    ],
)
def test_add_working_days_leaves_out_weekends_and_holidays(day, days, countries, expected):
    assert add_working_days(day, days, *countries) == expected


def test_annex_vii_is_filled_in_two_working_days_before_and_the_contract_before_that():
    found = due(CARDBOARD, date(2026, 4, 7))  # the Tuesday after Easter

    assert (found["P-ANNEXVII"].by, found["P-ANNEXVII"].made_by) == (date(2026, 3, 31), "arranger")
    assert found["P-ART18-CONTRACT"].by == date(2026, 3, 30)
    assert (found["P-PERMIT-COPY"].by, found["P-PERMIT-COPY"].made_by) == (date(2026, 4, 7), "receiver")


def test_receipt_certificate_and_keeping_follow_the_receipt():
    found = due(f"{CARDBOARD}; received_at=2026-04-08", date(2026, 4, 7))

    assert found[Step.RECEIPT].by == date(2026, 4, 10)
    assert found[Step.CERTIFICATE].by == date(2027, 4, 8)
    assert found[Step.KEEP_UNTIL].by == date(2031, 4, 7)
    assert "P-RECEIPT-CERT" not in found


def test_the_old_law_asks_for_no_certificate():
    old = facts_of(CARDBOARD)
    card = card_of(CARDBOARD, day=date(2026, 3, 2))

    found = {each.code for each in deadlines(card, old, knowledge=KNOWLEDGE, start=date(2026, 3, 2))}

    assert "P-ANNEXVII" in found
    assert not found & {Step.RECEIPT, Step.CERTIFICATE, Step.KEEP_UNTIL}


def test_keeping_from_a_leap_day_ends_in_march():
    assert due(CARDBOARD, date(2028, 2, 29))[Step.KEEP_UNTIL].by == date(2033, 3, 1)


def test_consent_is_asked_for_weeks_before():
    found = due(ASH, date(2027, 5, 3))

    assert (found[Step.NOTIFY].from_day, found[Step.NOTIFY].by) == (date(2026, 12, 14), date(2027, 2, 22))
    assert Step.RECEIPT not in found


def test_the_swedish_register_is_told_two_swedish_working_days_after():
    text = "status_claim=waste; ewc_code=130205; origin_country=SE; dest_country=SE; receiver_permit=yes"

    found = due(text, date(2026, 6, 18))  # the day before midsummer's eve

    assert found["P-TRANSPORTDOK"].by == date(2026, 6, 18)
    assert found["P-AVFALLSREG"].by == date(2026, 6, 23)


def test_the_swedish_register_keeps_no_norwegian_holiday():
    text = "status_claim=waste; ewc_code=130205; origin_country=SE; dest_country=NO; receiver_permit=yes"

    found = due(text, date(2027, 5, 14))  # the Friday before 17 May

    assert found["P-AVFALLSREG"].by == date(2027, 5, 18)


def test_at_home_only_the_papers_of_home_are_due():
    text = "status_claim=waste; ewc_code=130205; origin_country=NO; dest_country=NO; receiver_permit=yes"

    found = due(text, date(2026, 5, 18))

    assert {code: each.by for code, each in found.items()} == {"P-AVFDEKL": date(2026, 5, 18)}
