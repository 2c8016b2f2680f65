"""The form of a new listing filled in from a line: what is ticked, what is left to choose, and what is saved."""

from datetime import date

import pytest
from django.utils import translation

from marketplace.forms.picks import told_facts
from marketplace.forms.understood import OTHER, LineForm, UnderstoodForm
from marketplace.models import Listing
from marketplace.queries.understanding import LONGEST_LINE, understand_line
from tests.factories import make_firm, make_site

pytestmark = pytest.mark.django_db
# What a browser sends of a form that nobody has touched.
UNTOUCHED = {"title": "Bark", "material": "", "amount": "", "unit": "t", "rhythm": "year", "visibility": "blind"}


@pytest.fixture
def site():
    return make_site()


def make_form(text, site, *, side="offer", language="sv", may_add_site=True, typed=None):
    firm = site.firm
    understanding = understand_line(text, side=side, firm=firm, language=language, on=date(2026, 11, 24))
    return UnderstoodForm(
        None if typed is None else {**UNTOUCHED, "text": text, **typed},
        instance=Listing(firm=firm, side=side),
        firm=firm,
        understanding=understanding,
        may_add_site=may_add_site,
    )


def values(form, *names):
    return [form[name].value() for name in names]


def offered(form, name):
    return [value for value, _label in form.fields[name].choices]


# --- what is filled in


def test_what_is_sure_is_filled_in(site):
    form = make_form("30 m³ sågspån i veckan, Krokom", site)

    assert values(form, "title", "material_pick", "amount", "unit", "rhythm") == [
        *["Sågspån", "sawdust", "30", "m3", "week"]
    ]
    assert values(form, "site", "text") == [site.pk, "30 m³ sågspån i veckan, Krokom"]
    assert not form.has_folded_content


def test_what_is_unsure_is_offered_without_a_tick(site):
    form = make_form("fiskavskjær", site, language="nb")

    assert {"fish_trimmings", OTHER} <= {*offered(form, "material_pick")}
    assert values(form, "material_pick", "material") == ["", ""]


def test_nothing_understood_leaves_the_words_as_title(site):
    form = make_form("xyzzy", site)

    assert form.told == []
    assert values(form, "title", "amount") == ["Xyzzy", None]
    assert not any(name.endswith("_pick") for name in form.fields)


def test_words_that_are_too_long_for_a_title_are_kept_in_the_description(site):
    text = "bark " * 60

    form = make_form(text, site)

    assert len(values(form, "title")[0]) == 120
    assert values(form, "description") == [text]
    assert form.has_folded_content


def test_several_amounts_are_offered_without_a_tick(site):
    form = make_form("20-30 ton bark i månaden", site)

    assert offered(form, "amount_pick") == ["20 t month", "25 t month", "30 t month", OTHER]
    assert values(form, "amount_pick", "amount") == ["", None]


def test_how_often_is_asked_where_the_words_do_not_tell(site):
    form = make_form("5 ton bark", site)

    assert offered(form, "rhythm")[0] == ""
    assert values(form, "rhythm") == [""]


def test_a_use_is_ticked_where_the_words_name_it(site):
    form = make_form("strö till hästar", site, side="need")

    assert values(form, "use_pick") == ["bedding"]


def test_no_waste_code_is_ticked_ever(site):
    for text in ("sågspån", "spillolja", "asbest"):
        form = make_form(text, site)

        assert len(offered(form, "waste_code_pick")) > 1
        assert values(form, "waste_code_pick", "waste_code") == [OTHER, ""]


def test_a_waste_code_says_whether_it_is_hazardous_and_what_decides(site):
    form = make_form("sågspån", site)

    picks = {str(value): pick for value, pick in form.fields["waste_code_pick"].choices}
    assert (picks["030104"].code, picks["030104"].hazardous) == ("03\xa001\xa004*", True)
    assert picks["030104"].question.endswith("Else 03\xa001\xa005.")
    assert (picks["030105"].hazardous, picks["030105"].words) == (False, ("sågspån",))


def test_a_likely_hazard_is_not_folded_away(site):
    assert [make_form(text, site).is_likely_hazardous for text in ("spillolja", "sågspån", "xyzzy")] == [
        *[True, False, False]
    ]


def test_pieces_ask_for_their_weight(site):
    assert make_form("200 st lastpallar", site).asks_weight
    assert not make_form("200 ton lastpallar", site).asks_weight
    assert make_form("3 lass hästgödsel i månaden", site).asks_weight
    assert not make_form("3 turer i veckan med tankbil", site).asks_weight


def test_months_and_price_are_filled_in_and_unfolded(site):
    form = make_form("bark 430 t/mån okt-apr, gratis", site)

    assert values(form, "months", "price", "currency") == [[1, 2, 3, 4, 10, 11, 12], "0", "SEK"]
    assert form.has_folded_content
    assert [(fact.label, fact.names) for fact in form.told][2:4] == [("Months", ("Oct–Apr",)), ("Price", ("free",))]


def test_what_was_told_of_the_quality_is_ticked_and_saved_where_it_stays(site):
    form = make_form("sågspån, fukt 50–55 %", site)

    assert offered(form, "qualities") == values(form, "qualities")[0] == ["moisture"]
    assert [str(text) for _code, text in form.fields["qualities"].choices] == ["Moisture 50–55 %"]
    kept, left_out = (
        make_form("sågspån, fukt 50–55 %", site, typed={"qualities": ticked}) for ticked in (["moisture"], [])
    )
    assert kept.is_valid()
    assert left_out.is_valid()
    assert [(each.code, each.low, each.high, each.unit) for each in kept.told_qualities()] == [
        ("moisture", 50, 55, "%")
    ]
    assert left_out.told_qualities() == []


def test_what_a_thing_comes_in_is_kept_in_the_description(site):
    form = make_form("10 säckar med ull", site)

    assert values(form, "title", "amount", "unit") == ["Ull", "10", "pcs"]
    assert values(form, "description") == ["10 säckar med ull"]
    assert form.asks_weight


def test_the_summary_tells_every_fact_and_where_to_choose(site):
    told = make_form("20-30 ton spillolja i månaden, Åre", site).told

    assert [(fact.label, fact.is_open) for fact in told] == [
        *[("Material", False), ("Amount", True), ("Place", True), ("Waste code", True)]
    ]
    assert told[2].names == ("Åre",)
    assert told[3].names[0] == "13\xa002\xa005*"


# --- sites


def test_the_only_site_is_chosen_where_no_place_is_named(site):
    assert values(make_form("bark", site), "site") == [site.pk]


def test_of_several_sites_none_is_chosen_by_us(site):
    make_site(site.firm, locality="Ås")

    assert values(make_form("bark", site), "site") == [""]
    assert values(make_form("bark, Krokom", site), "site") == [site.pk]


def test_a_place_without_a_site_is_offered_as_a_new_one(site):
    form = make_form("bark, Åre", site)

    assert offered(form, "site") == ["", str(site.pk), "new:SE-are"]
    assert values(form, "site") == [""]


def test_who_may_add_no_site_is_offered_none(site):
    assert offered(make_form("bark, Åre", site, may_add_site=False), "site") == ["", str(site.pk)]


def test_namesakes_are_all_offered(site):
    form = make_form("bark från Ås", site)

    places = [each for place in form.understanding.places for each in place.places]
    assert len(places) > 1
    assert offered(form, "site") == ["", str(site.pk), *(f"new:{place.code}" for place in places)]


def test_a_new_site_is_where_the_place_is(site):
    form = make_form("bark, Åre", site, typed={"site": "new:SE-are"})

    assert form.is_valid(), form.errors
    new = form.cleaned_data["site"]
    assert (new.pk, new.firm, new.municipality, new.locality) == (None, site.firm, "SE-2321", "Åre")
    assert form.new_site is new


@pytest.mark.parametrize("forged", ["new:SE-are", "new:SE-nowhere", "new:", "0", "x"])
def test_a_site_that_was_not_offered_is_refused(site, forged):
    form = make_form("bark, Krokom", site, typed={"site": forged})

    assert "site" in form.errors
    assert form.new_site is None


# --- what is picked


def test_what_is_picked_is_what_is_saved(site):
    picked = {"material_pick": "sawdust", "waste_code_pick": "030105", "amount_pick": "25 t month", "site": site.pk}

    form = make_form("20-30 ton sågspån i månaden", site, typed=picked)

    assert form.is_valid(), form.errors
    listing = form.save(commit=False)
    assert (listing.material, listing.waste_code) == ("sawdust", "030105")
    assert (listing.amount, listing.unit, listing.rhythm, listing.site) == (25, "t", "month", site)


def test_something_else_is_what_the_field_below_says(site):
    picked = {"material_pick": OTHER, "material": "bark", "waste_code_pick": OTHER, "waste_code": "03 01 01"}

    form = make_form("sågspån", site, typed=picked)

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["material"], form.cleaned_data["waste_code"]) == ("bark", "030101")


def test_a_proposal_that_is_picked_goes_before_what_is_folded_away_below_it(site):
    form = make_form("sågspån", site, typed={"material_pick": "sawdust", "material": "bark"})

    assert form.is_valid()
    assert form.cleaned_data["material"] == "sawdust"


def test_what_nobody_picked_is_not_saved(site):
    form = make_form("20-30 ton fiskavskär, strö till hästar", site, side="need", typed={})

    assert form.is_valid(), form.errors
    listing = form.save(commit=False)
    assert (listing.material, listing.use, listing.waste_code, listing.amount) == ("", "", "", None)


@pytest.mark.parametrize("name", ["material_pick", "waste_code_pick"])
def test_a_pick_that_was_not_offered_is_refused(site, name):
    form = make_form("sågspån", site, typed={name: "bark"})

    assert name in form.errors


def test_how_often_must_be_said_where_an_amount_was_named(site):
    form = make_form("5 ton bark", site, typed={"amount": "5", "rhythm": ""})

    assert form.errors["rhythm"] == ["Say how often."]


def test_an_amount_is_typed_as_the_reader_writes_it(site):
    with translation.override("sv"):
        form = make_form("2,5 ton bark i veckan", site)

        assert 'value="2,5"' in str(form["amount"])


def test_a_line_that_is_too_long_is_refused():
    assert LineForm({"text": "x" * LONGEST_LINE}).is_valid()
    assert not LineForm({"text": "x" * (LONGEST_LINE + 1)}).is_valid()


def test_a_firm_without_a_site_can_still_post_a_draft():
    firm = make_firm()
    understanding = understand_line("bark", side="offer", firm=firm, language="sv", on=date(2026, 11, 24))

    form = UnderstoodForm(
        instance=Listing(firm=firm, side="offer"), firm=firm, understanding=understanding, may_add_site=True
    )

    assert values(form, "site") == [""]


def test_days_of_the_line_are_filled_in_and_told(site):
    form = make_form("5 ton potatis från 1 maj", site)

    assert values(form, "available_from", "available_until") == [date(2027, 5, 1), None]
    assert form.has_folded_content
    (told,) = [fact for fact in told_facts(form.understanding) if fact.words == ("från 1 maj",)]
    assert told.names == ("from May 1, 2027",)
