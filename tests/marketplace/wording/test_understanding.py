"""What decides a waste code, and amounts as they were understood."""

import pytest
from django.utils import translation

from marketplace.wording.understanding import question_text, understood_amount_text, waste_code_text
from matching.codes import Question


@pytest.mark.parametrize(("hazardous", "text"), [(True, "03\xa001\xa004*"), (False, "03\xa001\xa004")])
def test_waste_code_text_marks_hazard_as_the_list_does(hazardous, text):
    assert waste_code_text("030104", hazardous=hazardous) == text


@pytest.mark.parametrize(
    ("question", "hazardous", "partners", "text"),
    [
        (None, False, [], ""),
        (Question.HAZARDOUS_ALWAYS, True, [], "Always hazardous waste. Is it really this?"),
        (
            Question.HAZARDOUS_SUBSTANCES,
            True,
            ["03 01 05"],
            "Only if it contains hazardous substances above the limits. Else 03 01 05.",
        ),
        (
            Question.HAZARDOUS_SUBSTANCES,
            False,
            ["17 06 01*", "17 06 03*"],
            "Only if it contains no hazardous substances above the limits. Else 17 06 01* / 17 06 03*.",
        ),
        (Question.HAZARDOUS_SUBSTANCES, True, [], "Only if it contains hazardous substances above the limits."),
    ],
)
def test_question_text_says_what_decides(question, hazardous, partners, text):
    assert question_text(question, hazardous=hazardous, partners=partners) == text


@pytest.mark.parametrize(
    ("language", "rhythm", "text"),
    [("en", "week", "1,200.5 m³ a week"), ("sv", "week", "1\xa0200,5 m³ per vecka"), ("nb", "", "1\xa0200,5 m³")],
)
def test_understood_amount_text_writes_as_the_reader_does(language, rhythm, text):
    with translation.override(language):
        assert understood_amount_text(1200.5, "m3", rhythm) == text
