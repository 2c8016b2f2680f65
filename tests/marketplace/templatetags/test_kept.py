import pytest
from django.template import Context, Template
from django.utils import translation

from marketplace.queries.browse import FilterLink, FilterRow
from marketplace.templatetags import kept as kept_tag

FILTERS = Template('{% load kept %}{% kept "components/filter_bar.html" filters=filters prefix=prefix %}')


def filters(*, label="Bark", count=3):
    return (FilterRow("material", "Material", (FilterLink(label, "?material=bark", active=False, count=count),)),)


def drawn(rows, *, prefix="", reader="en"):
    with translation.override(reader):
        return FILTERS.render(Context({"filters": rows, "prefix": prefix, "label": "of the page"}))


def test_kept_follows_what_it_is_told_and_the_readers_language():
    first = drawn(filters())

    more, further, swedish = drawn(filters(count=4)), drawn(filters(), prefix="further"), drawn(filters(), reader="sv")

    assert '<span class="n">3</span>' in first
    assert '<span class="n">4</span>' in more
    assert 'id="filterfurther-1"' in further
    assert 'aria-label="Filters"' in first
    assert 'aria-label="Filter"' in swedish


def test_kept_escapes_what_it_is_told():
    assert "&lt;b&gt;" in drawn(filters(label="<b>"))


def test_kept_draws_equal_values_once(monkeypatch):
    rows = filters(label="Drawn once")
    first = drawn(rows)
    monkeypatch.setattr(kept_tag, "render_to_string", lambda name, told: pytest.fail(f"{name} is drawn again"))

    assert drawn(filters(label="Drawn once")) == first
