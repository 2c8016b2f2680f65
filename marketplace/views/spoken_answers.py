"""Writing down what a firm answered by phone, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.actions.spoken_answers import take_back_answer, write_answer
from marketplace.errors import RefusedError
from marketplace.forms.spoken_answers import SpokenAnswerForm
from marketplace.models import Party, SpokenAnswer
from marketplace.views.form_answers import is_carried_out
from marketplace.views.symbioses import symbiosis_page
from marketplace.views.worksheets import followed_or_404


@login_required
@require_POST
def party_spoken_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a firm's answer; where something is not right, it stands there as it was typed."""
    party = get_object_or_404(Party.objects.select_related("listing__firm"), pk=pk)
    symbiosis = followed_or_404(request, party.symbiosis_id)
    now = timezone.now()
    form = SpokenAnswerForm(request.POST, party=party, today=timezone.localdate(now))
    if not form.is_valid() or not is_carried_out(form, lambda: _write(form, request, now=now)):
        return symbiosis_page(request, symbiosis.pk, spoken_form=form)
    way_back = reverse("spoken-answer-take-back", args=[SpokenAnswer.objects.filter(party=party).latest("pk").pk])
    messages.success(request, _("Written down. It counts in two minutes."), extra_tags=f"undo:{way_back}")
    return redirect("symbiosis-detail", pk=symbiosis.pk)


def _write(form: SpokenAnswerForm, request: HttpRequest, *, now) -> SpokenAnswer:
    told = {"barrier": form.cleaned_data["barrier"], "note": form.cleaned_data["note"]}
    return write_answer(form.party, said=form.said(), consents=form.consents, by=request.user, now=now, **told)


@login_required
@require_POST
def spoken_answer_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    spoken = get_object_or_404(SpokenAnswer.objects.select_related("party"), pk=pk)
    symbiosis = followed_or_404(request, spoken.party.symbiosis_id)
    try:
        take_back_answer(spoken, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken back: the firm has not answered."))
    return redirect("symbiosis-detail", pk=symbiosis.pk)
