"""Match the whole market anew."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.actions.suggestions import propose_suggestion
from marketplace.management.progress import Progress
from marketplace.models import Listing
from marketplace.queries.matching import all_matches_to_suggest, published_listings


class Command(BaseCommand):
    help = "Match every published offer with every published need, and propose what is good and new."

    def handle(self, **options: object) -> None:
        now = timezone.now()
        offers = published_listings().filter(side=Listing.Side.OFFER).count()
        needs = published_listings().filter(side=Listing.Side.NEED).count()
        values = {"offers": offers, "needs": needs}
        self.stdout.write(_("On the market: offers %(offers)s, needs %(needs)s.") % values)
        matches = all_matches_to_suggest(as_of=now.date())
        progress = Progress(self.stderr, total=len(matches))
        new = 0
        for match in matches:
            new += propose_suggestion(match, now=now)
            progress.step()
        progress.clear()
        good = ngettext("%(count)s good match", "%(count)s good matches", len(matches)) % {"count": len(matches)}
        added = ngettext("%(count)s new suggestion", "%(count)s new suggestions", new) % {"count": new}
        self.stdout.write(f"{good}, {added}.")
