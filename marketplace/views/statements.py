"""The coordinator's pages of what firms say by phone: write it down, see what became of it, ask again."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.actions.statements import ask_statement, forget_speaker, write_statement
from marketplace.forms.stated_rows import HypothesisForm, LineRow, hypothesis_rows, listing_of, require_amount
from marketplace.forms.statements import LOOK, PUBLISH, AddressForm, StatementForm
from marketplace.models import Country, Firm, Listing, Statement
from marketplace.permissions import is_coordinator
from marketplace.queries.events import history
from marketplace.queries.statements import statement_card, statement_cards, visible_statements
from marketplace.queries.understanding import understand_line
from marketplace.views.form_answers import is_carried_out, sent
from marketplace.wording.events import event_lines

ON_A_PAGE = 30


@login_required
@require_safe
def statement_list(request: HttpRequest) -> HttpResponse:
    _require_coordinator(request)
    page = Paginator(visible_statements(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "statements/list.html", {"page": page, "cards": statement_cards(page), "query": ""})


@sensitive_post_parameters("org_number")
@login_required
@require_http_methods(["GET", "POST"])
def statement_new(request: HttpRequest) -> HttpResponse:
    """Write down what a firm says by phone: everything on one page, which can be shown anew as often as needed."""
    _require_coordinator(request)
    is_look = request.POST.get("then") == LOOK
    call = _Call(request, sent(request), is_look=is_look)
    if request.method == "POST" and not is_look and call.is_valid() and (statement := call.write(timezone.now())):
        published = statement.asked_at is not None
        messages.success(request, _("Published as unconfirmed. The firm is asked.") if published else _("Saved."))
        return redirect("statement-detail", pk=statement.pk)
    status = 422 if request.method == "POST" and not is_look else 200
    return render(request, "statements/new.html", call.context, status=status)


@sensitive_post_parameters("org_number")
@login_required
@require_POST
def statement_read(request: HttpRequest) -> HttpResponse:
    """Answer with what is known so far, while it is typed. Nothing is kept."""
    _require_coordinator(request)
    return render(request, "statements/_said.html", _Call(request, request.POST, is_look=True).context)


class _Call:
    """One call as the page has it: the firm's form, the lines of words, the rows to tick."""

    def __init__(self, request: HttpRequest, data: QueryDict | None, *, is_look: bool) -> None:
        self.request, self.publishes = request, request.POST.get("then") == PUBLISH
        self.form = StatementForm(
            data,
            writer=request.user,
            is_look=is_look,
            publishes=self.publishes,
            initial={"said_on": timezone.localdate()},
        )
        self.form.is_valid()  # what is found by the number decides what else is asked
        self.lines = [self._line(data, side) for side in Listing.Side.values]
        industry = self.form.industry if data is not None else ""
        self.rows = hypothesis_rows(data, nace=industry)

    def _line(self, data: QueryDict | None, side: str) -> LineRow:
        text = (data or {}).get(f"{side}-text", "")
        firm = self.form.existing or Firm(country=(data or {}).get("country") or Country.SWEDEN)
        reader = self.request.LANGUAGE_CODE[:2]
        understanding = understand_line(text[:300], side=side, firm=firm, language=reader, on=timezone.localdate())
        return LineRow(data, side=side, understanding=understanding)

    @property
    def context(self) -> dict[str, object]:
        offers = [row for row in self.rows if row.side == Listing.Side.OFFER]
        needs = [row for row in self.rows if row.side == Listing.Side.NEED]
        return {"form": self.form, "lines": self.lines, "offers": offers, "needs": needs}

    def meant(self) -> list[HypothesisForm | LineRow]:
        """Return the rows that say something."""
        rows = [*self.lines, *self.rows]
        for row in rows:
            row.is_valid()
        return [row for row in rows if row.is_meant]

    def is_valid(self) -> bool:
        meant = self.meant()
        for row in meant:
            if isinstance(row, LineRow):
                row.require_all(publishes=self.publishes)
            else:
                require_amount(row, publishes=self.publishes)
        if not meant:
            self.form.add_error(None, _("Tick or write at least one thing that the firm has or needs."))
        if any(row.errors for row in meant):
            self.form.add_error(None, _("Something is missing in what the firm has or needs: see the rows below."))
        return self.form.is_valid()

    def write(self, now: datetime) -> Statement | None:
        """Carry it out; what is refused stands on the form."""
        form, firm = self.form, self.form.chosen_firm()
        statement = form.statement(firm)
        listings = [listing_of(row, firm=firm, written_in=statement.language) for row in self.meant()]
        done: list[Statement] = []
        is_carried_out(
            form,
            lambda: done.append(
                write_statement(
                    statement,
                    site=form.chosen_site(),
                    listings=listings,
                    publishes=self.publishes,
                    by=self.request.user,
                    now=now,
                )
            ),
        )
        return done[0] if done else None


@login_required
@require_safe
def statement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    statement = get_object_or_404(visible_statements(request.user), pk=pk)
    return _statement_page(request, statement, AddressForm(initial={"email": statement.email}))


def _statement_page(
    request: HttpRequest, statement: Statement, form: AddressForm, *, status: int = 200
) -> HttpResponse:
    context = {"card": statement_card(statement), "form": form, "events": event_lines(history(statement))}
    return render(request, "statements/detail.html", context, status=status)


@login_required
@require_POST
def statement_ask(request: HttpRequest, pk: int) -> HttpResponse:
    statement = get_object_or_404(visible_statements(request.user), pk=pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if is_carried_out(form, lambda: ask_statement(statement, by=request.user, now=timezone.now(), email=email)):
            messages.success(request, _("Asked again. Older links no longer count."))
            return redirect("statement-detail", pk=pk)
    return _statement_page(request, statement, form, status=422)


@login_required
@require_POST
def statement_forget(request: HttpRequest, pk: int) -> HttpResponse:
    statement = get_object_or_404(visible_statements(request.user), pk=pk)
    forget_speaker(statement, by=request.user, now=timezone.now())
    messages.success(request, _("The name and the address are erased."))
    return redirect("statement-detail", pk=pk)


def _require_coordinator(request: HttpRequest) -> None:
    if not is_coordinator(request.user):
        raise PermissionDenied(_("Writing for a firm is for coordinators."))
