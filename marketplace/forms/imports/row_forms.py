"""The listing's form for thousands of rows: made once for each side, and filled in for each row."""

import copy
from collections.abc import Mapping
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as _

from marketplace.forms.listings import ListingForm
from marketplace.models import Firm, Listing
from marketplace.queries.knowledge import current_knowledge


class _RowForm(ListingForm):
    """The form without its site, which a row names by its place."""

    def _list_sites(self, firm: Firm) -> None:
        del self.fields["site"]

    def _post_clean(self) -> None:
        """Check the listing's fields. Its constraints are for the database, which takes a query less for each."""
        construct_instance(self, self.instance, self._meta.fields)
        try:
            self.instance.full_clean(
                exclude=self._get_validation_exclusions(), validate_unique=False, validate_constraints=False
            )
        except ValidationError as error:
            self._update_errors(error)


def row_form(typed: Mapping[str, object], *, listing: Listing) -> ListingForm:
    """Return the form of a row as if a person had sent it. listing: unsaved, of the row's side."""
    form = copy.copy(_pattern(listing.side, current_knowledge().version))
    form.data, form.instance, form.is_bound = typed, listing, True
    form._errors, form._bound_fields_cache = None, {}
    return form


@lru_cache(maxsize=4)
def _pattern(side: str, version: str) -> ListingForm:
    """Return a form that nobody fills in: its lists of materials and uses take most of the time to make.

    version: of the tables that the lists come from.
    """
    form = _RowForm(instance=Listing(side=side), firm=Firm())
    form.fields["title"].error_messages["required"] = _("Say what it is, in a few words.")
    return form
