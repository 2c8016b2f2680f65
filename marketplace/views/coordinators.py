"""Pages of coordinators: who looks after which municipalities."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.actions.coordinators import appoint_coordinator, set_areas, set_lead
from marketplace.forms.coordinators import AppointmentForm, AreasForm
from marketplace.models import User
from marketplace.permissions import is_coordinator, is_lead
from marketplace.queries.coordinators import coordinator_rows, visible_coordinators
from marketplace.views.form_answers import answer_status, is_carried_out, sent


@login_required
@require_GET
def coordinator_list(request: HttpRequest) -> HttpResponse:
    if not is_coordinator(request.user):
        raise Http404
    context = {"coordinators": coordinator_rows(request.user), "may_change": is_lead(request.user)}
    return render(request, "firms/coordinators.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def coordinator_new(request: HttpRequest) -> HttpResponse:
    """Make a person who has an account a coordinator; her municipalities come next."""
    if not is_lead(request.user):
        raise Http404
    form = AppointmentForm(sent(request))
    if form.is_valid():
        person = User.objects.filter(email=form.cleaned_data["email"].lower(), is_active=True).first()
        if person is None:
            form.add_error("email", _("Nobody here has this address. Ask the person to sign up first."))
        elif is_carried_out(form, lambda: _appoint(request, person)):
            return redirect("coordinator-areas", pk=person.coordinator.pk)
    return render(request, "firms/coordinator_new.html", {"form": form}, status=answer_status(form))


@login_required
@require_http_methods(["GET", "POST"])
def coordinator_areas(request: HttpRequest, pk: int) -> HttpResponse:
    coordinator = get_object_or_404(visible_coordinators(request.user), pk=pk)
    if not is_lead(request.user):
        raise Http404
    areas = list(coordinator.areas.values_list("municipality", flat=True))
    form = AreasForm(sent(request), initial={"municipalities": areas, "is_lead": coordinator.is_lead})
    if form.is_valid():
        facts, by, now = form.cleaned_data, request.user, timezone.now()

        def save() -> None:
            set_areas(coordinator, municipalities=facts["municipalities"], by=by, now=now)
            set_lead(coordinator, is_lead_now=facts["is_lead"], by=by, now=now)

        if is_carried_out(form, save):
            messages.success(request, _("Saved."))
            return redirect("coordinator-list")
    context = {"form": form, "name": str(coordinator.user)}
    return render(request, "firms/coordinator_areas.html", context, status=answer_status(form))


def _appoint(request: HttpRequest, person: User) -> None:
    codes = []
    if is_coordinator(person):
        codes = list(person.coordinator.areas.values_list("municipality", flat=True))
    appoint_coordinator(person, municipalities=codes, by=request.user, now=timezone.now())
