"""The pages of failures stand on their own: what they need could be what failed."""

import pytest
from django.core.exceptions import BadRequest
from django.views.defaults import bad_request, server_error


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_pages_of_failures_need_no_database_and_no_one_logged_in(rf, settings, language):
    settings.LANGUAGE_CODE = language
    request = rf.get("/")

    answers = server_error(request), bad_request(request, BadRequest())

    assert [answer.status_code for answer in answers] == [500, 400]
    for answer in answers:
        page = answer.content.decode()
        assert page.count("<h1>") == 1
        assert f'<html lang="{language}">' in page
        assert '<a class="button button-primary" href="/">Til' in page
