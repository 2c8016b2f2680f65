"""Forms of firms and sites."""

import pytest
from django.utils import translation

from marketplace.forms.firms import FirmFields, FirmForm, SiteForm
from tests.factories import make_firm, make_site


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
@pytest.mark.parametrize(
    ("fields", "place", "municipality"),
    [
        ({"locality": "Ås"}, "Ås, Krokom", ""),
        ({"municipality": "SE-2361", "locality": "", "location_precision": "municipality"}, "Härjedalen", "SE-2361"),
        ({"locality": "Lillgården", "location_precision": "municipality"}, "Lillgården, Krokom", "SE-2309"),
    ],
)
def test_site_form_reads_back_what_it_shows(fields, place, municipality):
    site = make_site(**fields)
    shown = SiteForm.facts_of(site)
    assert (shown["place"], shown["municipality"]) == (place, municipality)

    form = SiteForm({**shown, "name": "Gården"}, initial={})

    assert form.is_valid(), form.errors
    facts = form.facts()
    assert (facts["municipality"], facts["locality"]) == (site.municipality, site.locality)


@pytest.mark.django_db
def test_site_form_leaves_the_point_alone_while_the_place_stays():
    shown = SiteForm.facts_of(make_site(location_precision="pin"))

    form = SiteForm({**shown, "name": "Gården"}, initial=shown)

    assert form.is_valid(), form.errors
    assert form.facts() == {"name": "Gården", "address": "", "loading_notes": ""}
