"""Forms of firms."""

from collections import Counter

import pytest
from django.utils import translation

from marketplace.forms.firms import FirmFields, FirmForm, sector_choices
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


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_kinds_of_firms_can_be_told_apart(language):
    with translation.override(language):
        _empty, (_label, kinds), (_other_label, others) = sector_choices()

    names = [str(name).casefold() for _code, name in (*kinds, *others)]
    assert sorted(name for name, number in Counter(names).items() if number > 1) == []


@pytest.mark.django_db
def test_a_kind_of_firm_of_a_common_name_shows_its_other_names():
    with translation.override("nb"):
        kinds = dict(sector_choices()[1][1])

    assert kinds["15.11"] == "Garveri, skinnberederi"
    assert kinds["17.12"] == "Papirfabrikk, kartongfabrikk, avispapir"
    assert kinds["16.10"] == "Sagbruk"
