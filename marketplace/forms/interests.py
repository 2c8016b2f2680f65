"""Asking a coordinator about a listing, and answering a firm that has asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.models import Listing
from marketplace.models.interests import LONGEST_MESSAGE


class InterestForm(forms.Form):
    """Beside which of the own listings, and a few words. cleaned: the listing itself."""

    own = forms.TypedChoiceField(
        label=_("Which of your listings does it go with?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of your listings.")},
    )
    message = forms.CharField(
        label=_("A few words to the coordinator"),
        help_text=_("What you would use it for, when, what matters to you. The other firm does not see it."),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, listings: Sequence[Listing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {str(each.pk): each for each in listings}
        of_several = len({each.firm_id for each in listings}) > 1
        self.fields["own"].choices = [
            (pk, f"{each.title} ({each.firm})" if of_several else each.title) for pk, each in known.items()
        ]
        self.fields["own"].coerce = known.__getitem__
        if len(known) == 1:
            self.initial.setdefault("own", next(iter(known)))


class InterestAnswerForm(forms.Form):
    """What a coordinator answers to the firm that has asked."""

    answer = forms.CharField(
        label=_("Answer to the firm"),
        help_text=_("It reads this on its page. Name nobody who is hidden from it."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say something to the firm: it waits for an answer.")},
    )
