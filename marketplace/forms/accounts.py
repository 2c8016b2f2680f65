"""Signing up: a person and a firm."""

from django import forms


class SignupForm(forms.Form):
    """The fields that signing up asks beside e-mail and password."""

    def signup(self, request, user) -> None:
        """Called by allauth once the person exists."""
