"""The mail that a demo would have sent."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from marketplace.queries.dev_mail import written_mails

SHOWN = 50


@require_GET
def dev_mail(request: HttpRequest) -> HttpResponse:
    """Show every mail to everybody: only in the demo, which only this machine reaches, and while developing."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "dev/mail.html", {"mails": written_mails(settings.MAIL_DIR, limit=SHOWN)})
