"""Saved searches: keeping one, the list of one's own, and ending its mail by one click."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.actions.saved_searches import change_search, delete_search, save_search, stop_searches
from marketplace.errors import RefusedError
from marketplace.forms.saved_searches import SavedSearchForm, read_saved, search_to_save
from marketplace.models import SavedSearch
from marketplace.queries.saved_searches import saved_searches, search_title, searches_to_stop
from marketplace.views.form_answers import answer_status, is_carried_out, sent
from marketplace.wording.numbers import language


@login_required
@require_safe
def saved_search_list(request: HttpRequest) -> HttpResponse:
    lines = [
        (each, SavedSearchForm(instance=each, auto_id=f"search_{each.pk}_%s")) for each in saved_searches(request.user)
    ]
    return render(request, "searches/list.html", {"lines": lines})


@login_required
@require_http_methods(["GET", "POST"])
def saved_search_new(request: HttpRequest) -> HttpResponse:
    """Keep the search of this page's own address."""
    found = search_to_save(request.GET.dict(), viewer=request.user, today=timezone.localdate(), language=language())
    query = found.to_query()
    if found.words.says_nothing:  # the page of the search tells why
        return redirect(f"{reverse('listing-search')}?{query}")
    title = search_title(found)
    form = SavedSearchForm(sent(request), instance=SavedSearch(query=query), initial={"name": title[:120]})
    if form.is_valid() and is_carried_out(
        form, lambda: save_search(form.instance, by=request.user, now=timezone.now())
    ):
        messages.success(request, _("Saved. You get mail when something new comes."))
        return redirect("saved-search-list")
    back = f"{reverse('listing-search')}?{query}"
    return render(
        request, "searches/new.html", {"form": form, "title": title, "back": back}, status=answer_status(form)
    )


@login_required
@require_safe
def saved_search_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the results of a search; a mail's link stays the same, whatever becomes of the address."""
    search = get_object_or_404(saved_searches(request.user).select_related("owner"), pk=pk)
    if read_saved(search, today=timezone.localdate()) is None:
        messages.warning(
            request,
            _("This search has lost its meaning, as a place or a material in it is gone. Change it and save it anew."),
        )
    return redirect(f"{reverse('listing-search')}?{search.query}")


@login_required
@require_POST
def saved_search_change(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch, pk=pk, owner=request.user)
    form = SavedSearchForm(request.POST, instance=search)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("saved-search-list")
    is_paused = request.POST.get("then") == "pause"
    try:
        change_search(search, **form.cleaned_data, is_paused=is_paused, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Paused: no mail comes.") if is_paused else _("Kept."))
    return redirect("saved-search-list")


@login_required
@require_POST
def saved_search_delete(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch, pk=pk, owner=request.user)
    delete_search(search, by=request.user, now=timezone.now())
    messages.success(request, _("Deleted."))
    return redirect("saved-search-list")


@csrf_exempt  # mail programs post here by themselves (RFC 8058), and the token alone says which searches
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail about searches by a link in it, without logging in. Opening it changes nothing; the button does."""
    try:
        searches = searches_to_stop(token)
    except BadSignature:
        return render(request, "searches/stop.html", {"is_broken": True}, status=404)
    if request.method == "POST" and searches:
        stop_searches(searches, by=searches[0].owner, now=timezone.now())
        searches = searches_to_stop(token)
    is_over = all(search.paused_at for search in searches)
    return render(request, "searches/stop.html", {"searches": searches, "is_over": is_over})
