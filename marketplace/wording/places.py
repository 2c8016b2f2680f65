"""Places as each language writes them."""

from django.utils.translation import gettext as _

from marketplace.wording.numbers import language

_NO_GENITIVE = "aeiouyåäöæøsxz"  # a municipality named so takes no s in Swedish: Åre kommun, Røros kommun


def municipality_text(name: str) -> str:
    """Return a municipality with its kind, in Swedish with its name in the genitive: Krokoms kommun."""
    if language() == "sv" and name[-1:] not in _NO_GENITIVE:
        name = f"{name}s"
    return _("%(name)s municipality") % {"name": name}
