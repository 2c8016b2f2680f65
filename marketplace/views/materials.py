"""What is known of materials, uses and cases: pages for everybody, and for search engines."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.permissions import is_coordinator
from marketplace.queries.case_pages import CasePage, case_page
from marketplace.queries.case_pages import case_list as all_cases
from marketplace.queries.known_rows import code_of, slug_of
from marketplace.queries.material_pages import MaterialPage, material_page
from marketplace.queries.materials import material_numbers, material_tree
from marketplace.queries.structured_data import case_data, material_data, term_set_data, use_data
from marketplace.queries.table_corrections import correctable_rows
from marketplace.queries.use_pages import UsePage, use_page
from marketplace.queries.use_pages import use_list as all_uses
from marketplace.views.public_pages import addresses, for_everybody
from marketplace.wording.table_corrections import row_name, table_name

Page = MaterialPage | UsePage | CasePage


@for_everybody
@require_safe
def material_list(request: HttpRequest) -> HttpResponse:
    text = _("What can be offered and sought, and how much of it is on the market now.")
    structured = term_set_data(_("Materials"), text, url=request.build_absolute_uri(request.path))
    groups = material_tree(material_numbers())
    context = {"groups": groups, "text": text, "structured": structured, **addresses(request)}
    return render(request, "materials/list.html", context)


@for_everybody
@require_safe
def material_detail(request: HttpRequest, slug: str) -> HttpResponse:
    find = partial(material_page, viewer=request.user, as_of=timezone.localdate())
    return _detail(request, slug, noun="material", find=find, data=material_data)


@for_everybody
@require_safe
def use_list(request: HttpRequest) -> HttpResponse:
    text = _("What residual materials become, from the best step of the waste hierarchy to the last.")
    structured = term_set_data(_("Uses"), text, url=request.build_absolute_uri(request.path))
    context = {"steps": all_uses(), "text": text, "structured": structured, **addresses(request)}
    return render(request, "uses/list.html", context)


@for_everybody
@require_safe
def use_detail(request: HttpRequest, slug: str) -> HttpResponse:
    find = partial(use_page, viewer=request.user)
    return _detail(request, slug, noun="use", find=find, data=use_data)


@for_everybody
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    text = _("Exchanges that have been documented elsewhere: who gave what to whom, and where we read it.")
    context = {"cases": all_cases(), "text": text, **addresses(request)}
    return render(request, "cases/list.html", context)


@for_everybody
@require_safe
def case_detail(request: HttpRequest, slug: str) -> HttpResponse:
    find = partial(case_page, viewer=request.user)
    return _detail(request, slug, noun="case", find=find, data=case_data)


def _detail(
    request: HttpRequest, slug: str, *, noun: str, find: Callable[[str], Page], data: Callable[..., str]
) -> HttpResponse:
    """Answer with the page of one thing at its one address; coordinators also get the rows that they may correct."""
    if slug != slug_of(slug):
        return redirect(f"{noun}-detail", slug_of(slug), permanent=True)
    try:
        page = find(code_of(slug))
    except KeyError:
        raise Http404 from None
    context = {
        "page": page,
        "structured": data(page, absolute=request.build_absolute_uri),
        "corrections": _corrections(f"{noun}s", page.code) if is_coordinator(request.user) else [],
        **addresses(request),
    }
    return render(request, f"{noun}s/detail.html", context)


def _corrections(kind: str, code: str) -> list[tuple[str, str]]:
    """Return the rows that tell of one thing, by name, with where to propose a correction of them."""
    address = reverse("correction-new")
    return [
        (f"{table_name(table)}: {row_name(table, row)}", f"{address}?{urlencode({'table': table, 'row': row})}")
        for table, row in correctable_rows(kind, code)
    ]
