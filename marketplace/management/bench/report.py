"""The page that benchmarks are written to, a part for each heading."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

_HEADING = "## "


def dated(lines: Iterable[str], day: date) -> Iterator[str]:
    """Yield the lines with the day under each heading."""
    for line in lines:
        yield line
        if line.startswith(_HEADING):
            yield from ("", f"{day.isoformat()}.")


def renewed(page: str, lines: Sequence[str]) -> str:
    """Return a page with these lines in place of its opening and of the parts of the same headings; new ones last."""
    return "\n\n".join((_parts(page.splitlines()) | _parts(lines)).values()) + "\n"


def _parts(lines: Sequence[str]) -> dict[str, str]:
    """Return the text of each part by its heading, the opening by none."""
    parts: dict[str, list[str]] = {"": []}
    heading = ""
    for line in lines:
        heading = line if line.startswith(_HEADING) else heading
        parts.setdefault(heading, []).append(line)
    return {heading: "\n".join(part).strip() for heading, part in parts.items()}
