"""Forms of firms."""

import pytest
from django.utils import translation

from marketplace.forms.firms import FirmFields, FirmForm
from tests.factories import make_firm


@pytest.mark.parametrize(("language", "country"), [("sv", "SE"), ("nb", "NO"), ("en", None)])
def test_firm_fields_start_with_the_readers_country(language, country):
    with translation.override(language):
        assert FirmFields().fields["country"].initial == country


@pytest.mark.django_db
def test_firm_form_changes_neither_country_nor_number():
    form = FirmForm({"name": "Ås Såg", "nace": "", "country": "NO", "org_number": "1"}, instance=make_firm())

    assert form.is_valid(), form.errors
    assert set(form.cleaned_data) == {"name", "nace", "size", "is_host"}


@pytest.mark.django_db
def test_firm_form_keeps_an_industry_finer_than_its_choices():
    firm = make_firm(nace="16.10")

    shown = FirmForm(instance=firm)["nace"].as_widget()
    form = FirmForm({"name": "Ås Såg", "nace": "16.10"}, instance=firm)

    assert '<option value="16.10" selected>' in shown
    assert form.is_valid(), form.errors
    assert form.save(commit=False).nace == "16.10"
