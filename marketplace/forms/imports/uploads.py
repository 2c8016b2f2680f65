"""Uploading a file of listings."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from marketplace.errors import RefusedError
from marketplace.forms.imports.forgiving import is_sum
from marketplace.forms.imports.sheets import MAX_BYTES, MAX_ROWS, Sheet, read_sheet, require_small
from marketplace.models import Firm, Import, ImportRow, Listing, Site
from marketplace.queries.import_columns import columns_of
from marketplace.wording.numbers import language, number_text


class UploadForm(forms.Form):
    """A file, and what its rows are where they do not say it."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )
    side = forms.ChoiceField(
        label=_("What do the rows tell?"),
        widget=forms.RadioSelect,
        choices=[(Listing.Side.OFFER, _("What we have")), (Listing.Side.NEED, _("What we need"))],
        initial=Listing.Side.OFFER,
        help_text=_("A column of the file may say otherwise, row by row."),
    )
    site = forms.ModelChoiceField(
        label=_("Where, if a row names no place?"), queryset=Site.objects.none(), required=False
    )

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._firm = firm
        sites = firm.sites.order_by("pk")
        self.fields["site"].queryset = sites
        self.fields["site"].empty_label = str(_("Nowhere: leave it open"))
        if len(sites) == 1:
            self.fields["site"].initial = sites[0].pk
        values = {"size": number_text(MAX_BYTES / 1e6), "rows": number_text(MAX_ROWS)}
        self.fields["file"].help_text = _("CSV or Excel (.xlsx), up to %(size)s MB and %(rows)s rows.") % values

    def clean_file(self) -> Sheet:
        upload: UploadedFile = self.cleaned_data["file"]
        self._name = upload.name or ""
        try:
            require_small(upload.size or 0)
            raw = upload.read()
            self._digest = hashlib.sha256(raw).hexdigest()
            return read_sheet(raw)
        except RefusedError as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def staged(self) -> tuple[Import, list[ImportRow]]:
        """Return the file as an import and its rows, both unsaved."""
        sheet: Sheet = self.cleaned_data["file"]
        chosen = {"file": self._digest, "side": self.cleaned_data["side"]}
        site = self.cleaned_data["site"]
        found = columns_of(sheet.heading)
        amounts = next((each for each in found if each.column == "quantity"), None)
        staged = Import(
            firm=self._firm,
            file_name=self._name[-120:] or "–",
            digest=hashlib.sha256(json.dumps([chosen, site.pk if site else None]).encode()).hexdigest(),
            language=language(),
            side=chosen["side"],
            site=site,
            heading_line=sheet.heading_line,
            heading=list(sheet.heading),
            columns=[each.column for each in found],
            unit=amounts.unit if amounts else "",
            rhythm=amounts.rhythm if amounts else "",
            total=len(sheet.lines),
        )
        return staged, [
            ImportRow(number=number, cells=cells, is_left_out=is_sum(cells)) for number, cells in sheet.lines
        ]


def is_all_known(staged: Import) -> bool:
    """Return whether every column with a name is known, and they say what a listing needs: nobody need be asked."""
    known = set(staged.columns)
    named = [column for name, column in zip(staged.heading, staged.columns, strict=True) if name]
    return all(named) and bool({"title", "material"} & known) and "quantity" in known
