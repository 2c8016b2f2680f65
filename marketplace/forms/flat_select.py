"""A select that writes its options in one go: hundreds of them would each be rendered by a template of their own."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class FlatSelect(forms.Select):
    """As `forms.Select`, for plain options without groups or attributes of their own."""

    def render(self, name: str, value: object, attrs: dict[str, object] | None = None, renderer=None) -> SafeString:
        chosen = "" if value is None else str(value)
        texts = ((str(code), str(text)) for code, text in self.choices)
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>', ((code, _SELECTED[code == chosen], text) for code, text in texts)
        )
        every = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        told = format_html_join(
            " ", '{}="{}"', ((key, each) for key, each in every.items() if each not in (None, False))
        )
        return format_html("<select {}>{}</select>", told, options)


_SELECTED = {True: SafeString(" selected"), False: SafeString("")}
