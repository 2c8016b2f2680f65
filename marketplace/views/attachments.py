"""Files of symbioses, served to whoever may read them."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from marketplace.queries.symbioses import visible_symbioses
from marketplace.queries.worksheets import visible_attachments


@login_required
@require_safe
def symbiosis_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """Answer with a file as a download: no browser is to open, guess at, or keep what somebody has sent."""
    symbiosis = get_object_or_404(visible_symbioses(request.user), pk=pk)
    attachment = get_object_or_404(visible_attachments(request.user, symbiosis), pk=file_pk)
    answer = FileResponse(
        attachment.file.open(), as_attachment=True, filename=attachment.name, content_type=attachment.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
