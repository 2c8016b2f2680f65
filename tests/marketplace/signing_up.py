"""What somebody types who signs up with a firm."""

from django.urls import reverse

from tests.factories import PASSWORD

FILLED = {
    "email": "anna@example.org",
    "password1": PASSWORD,
    "name": "Anna Ås",
    "language": "sv",
    "country": "SE",
    "org_number": "556677-8899",
    "firm_name": "Ås Såg AB",
    "nace": "16",
    "place": "Krokom",
}


def sign_up(client, **typed):
    return client.post(reverse("account_signup"), {**FILLED, **typed}, follow=True)
