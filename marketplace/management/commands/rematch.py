"""Match the whole market anew."""

from collections.abc import Callable

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.actions.suggestions import rematch
from marketplace.management.progress import Progress
from marketplace.models import Listing
from marketplace.queries.matching import published_listings


class Command(BaseCommand):
    help = "Match every published offer with every published need, and propose what is good and new."

    def handle(self, **options: object) -> None:
        now = timezone.now()
        offers = published_listings().filter(side=Listing.Side.OFFER).count()
        needs = published_listings().filter(side=Listing.Side.NEED).count()
        values = {"offers": offers, "needs": needs}
        self.stdout.write(_("On the market: offers %(offers)s, needs %(needs)s.") % values)
        shown: list[Progress] = []

        def begin(total: int) -> Callable[[], None]:
            shown.append(Progress(self.stderr, total=total))
            return shown[0].step

        count, new = rematch(now=now, progress=begin)
        shown[0].clear()
        good = ngettext("%(count)s good match", "%(count)s good matches", count) % {"count": count}
        added = ngettext("%(count)s new suggestion", "%(count)s new suggestions", new) % {"count": new}
        self.stdout.write(f"{good}, {added}.")
