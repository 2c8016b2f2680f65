"""Files of symbioses, served to whoever may read them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from marketplace.queries.symbioses import visible_symbioses
from marketplace.queries.worksheets import visible_attachments
from marketplace.views.downloads import download


@login_required
@require_safe
def symbiosis_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    symbiosis = get_object_or_404(visible_symbioses(request.user), pk=pk)
    attachment = get_object_or_404(visible_attachments(request.user, symbiosis), pk=file_pk)
    return download(attachment.file.open(), name=attachment.name, kind=attachment.media_type)
