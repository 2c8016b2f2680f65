"""Files that somebody has sent, given to who may have them."""

from django.core.files import File
from django.http import FileResponse


def download(file: File, *, name: str, kind: str) -> FileResponse:
    """Answer with a file as a download: no browser is to open, guess at, or keep what somebody has sent."""
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    return _guarded(answer)


def shown_picture(file: File) -> FileResponse:
    """Answer with a photo that we have written. It never changes under its address; who may see it can."""
    answer = FileResponse(file, content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=86400"
    return _guarded(answer)


def _guarded(answer: FileResponse) -> FileResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
