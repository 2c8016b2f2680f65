"""Amount, rhythm and place out of one line."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.amounts import Rhythm
from matching.codes import day_of, read_line


def told(text, language=""):
    facts = read_line(text, language)
    return (
        [(found.low, found.high, found.unit) for found in facts.amounts],
        [found.rhythm for found in facts.rhythms],
        [found.span.text for found in facts.places],
        facts.thing,
    )


@pytest.mark.parametrize(
    ("text", "amount", "rhythm", "place", "thing"),
    [
        ("30 m³ sågspån i veckan, Bräcke", (30, 30, "m3"), Rhythm.WEEK, "Bräcke", "sågspån"),
        ("rent trespill ca 40 lm3 i uka, Steinkjer", (40, 40, "m3"), Rhythm.WEEK, "Steinkjer", "rent trespill"),
        ("20-30 ton ved per år i Åre", (20, 30, "t"), Rhythm.YEAR, "Åre", "ved"),
        ("1 200 kg drav hver dag", (1200, 1200, "kg"), Rhythm.DAY, None, "drav"),
        ("2,5 t/mnd glass", (2.5, 2.5, "t"), Rhythm.MONTH, None, "glass"),
        ("about 50 loose cubic metres of bark a week", (50, 50, "m3"), Rhythm.WEEK, None, "bark"),
        ("fem ton betong från Östersund", (5, 5, "t"), None, "Östersund", "betong"),
        ("12 stolar, 60 st bord, krokom", (60, 60, "pcs"), None, "krokom", "12 stolar, bord"),
        ("trevirke årlig 3 tonn", (3, 3, "t"), Rhythm.YEAR, None, "trevirke"),
        ("engångsparti plattor 400 st", (400, 400, "pcs"), Rhythm.ONCE, None, "plattor"),
    ],
)
def test_read_line_finds_amount_rhythm_and_place(text, amount, rhythm, place, thing):
    assert told(text) == ([amount], [rhythm] if rhythm else [], [place] if place else [], thing)


@pytest.mark.parametrize(
    "text",
    [
        "hinkar 10-liters",
        "slam 12 % ts",
        "bräda 45 x 95 mm",
        "kategori 2",
        "spån i år",
        "sten från berg",
        "Berg av sand",
    ],
)
def test_read_line_leaves_what_is_no_amount_rhythm_or_place(text):
    assert told(text) == ([], [], [], text)


def test_read_line_tells_all_that_it_finds_and_chooses_none():
    facts = read_line("2 t i veckan, ibland 5 t i månaden, Åre eller Krokom")

    assert [found.low for found in facts.amounts] == [2, 5]
    assert [found.rhythm for found in facts.rhythms] == [Rhythm.WEEK, Rhythm.MONTH]


def test_read_line_gives_all_namesakes_of_a_place():
    (found,) = read_line("ved, Ås").places

    assert len(found.places) > 1


def test_read_line_counts_number_words_of_the_language_alone():
    assert told("to tonn flis", "nb")[0] == [(2, 2, "t")]
    assert told("to tonnes", "en")[0] == []


@given(st.text(alphabet="0123 ,.-–/tkgm³3åiÅreBerg\n", max_size=40))
def test_read_line_keeps_spans_apart_and_in_the_line(text):
    facts = read_line(text)
    spans = [found.span for found in (*facts.amounts, *facts.rhythms, *facts.places)]

    assert all(text[span.start : span.stop] == span.text for span in spans)
    ordered = sorted(spans, key=lambda span: span.start)
    assert all(one.stop <= other.start for one, other in pairwise(ordered))


@pytest.mark.parametrize(
    ("text", "months", "thing"),
    [
        ("10 ton bark vecka 32–36", (8, 9), "bark"),
        ("sau-ull fra uke 38 til uke 42", (9, 10), "sau-ull"),
        ("mask i vecka 50-4", (1, 12), "mask"),
        ("woodchips, week 5 to 9", (2, 3), "woodchips"),
        ("virke, hämtas v. 14", (4,), "virke, hämtas"),
        ("hö från 15 juni till 30 augusti", (6, 7, 8), "hö"),
        ("flis 1. mai – 30. september", (5, 6, 7, 8, 9), "flis"),
    ],
)
def test_read_line_finds_the_months_of_weeks_and_days(text, months, thing):
    facts = read_line(text)

    assert [each.months for each in facts.months] == [months]
    assert facts.thing == thing


@pytest.mark.parametrize("text", ["v8 motor", "12 v batteri", "skridskor v. 60", "bark 32-36", "uke, dag og år"])
def test_read_line_finds_no_months_where_none_are_told(text):
    facts = read_line(text)

    assert facts.months == ()
    assert facts.thing == text


@pytest.mark.parametrize(
    ("text", "thing", "days"),
    [
        ("potatis från 1 maj", "potatis", [date(2027, 5, 1)]),
        ("halm, finns från september", "halm", [date(2026, 9, 1)]),
        ("äpplen, tillgängligt t.o.m. 31 oktober", "äpplen", [date(2027, 10, 31)]),
        ("ved från vecka 40", "ved", [date(2026, 9, 28)]),
        ("flis, hämtas senast maj", "flis", [date(2027, 5, 31)]),
        ("flis til uke 10", "flis", [date(2027, 3, 14)]),
        ("bark before 1 June", "bark", [date(2027, 5, 31)]),
        ("høy til desember", "høy", [date(2026, 12, 31)]),
        ("ull fra og med 3. februar 2028", "ull", [date(2028, 2, 3)]),
        ("snö från 1 januari, t.o.m. mars", "snö", [date(2027, 1, 1), date(2027, 3, 31)]),
    ],
)
def test_read_line_finds_from_when_and_until_when(text, thing, days):
    facts = read_line(text)

    assert [day_of(bound, on=date(2026, 11, 24)) for bound in facts.bounds] == days
    assert facts.thing == thing


@pytest.mark.parametrize(
    "text", ["ved från vecka 40", "ved till v. 40", "potatis från 1 maj", "halm från maj", "hö senast maj"]
)
def test_read_line_finds_no_months_where_one_end_is_told(text):
    assert read_line(text).months == ()


@pytest.mark.parametrize("text", ["spån från 31 februari", "ved från vecka 60", "bark till strö", "sten från Marsta"])
def test_read_line_finds_no_day_that_no_year_has(text):
    assert read_line(text).bounds == ()


def test_day_of_a_year_without_it_is_none():
    (bound,) = read_line("is från 29 februari 2027").bounds

    assert day_of(bound, on=date(2026, 11, 24)) is None
