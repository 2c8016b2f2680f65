"""Django's admin shows and never writes, and keeps what nobody should read."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from marketplace.models import User
from tests.factories import make_coordinator, make_firm, make_member, make_offer, make_suggestion, make_user

REQUEST = RequestFactory().get("/admin/")
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_admin_writes_nothing(model):
    site = admin.site._registry[model]

    assert not site.has_add_permission(REQUEST)
    assert not site.has_change_permission(REQUEST)
    assert not site.has_delete_permission(REQUEST)
    assert not {"password", "org_number_hash"} & set(site.get_list_display(REQUEST))


@pytest.mark.django_db
def test_admin_pages_show_rows_without_secrets(client):
    operator = make_user(is_staff=True, is_superuser=True, password="hemligt-lösenord")
    make_firm(org_number="", org_number_hash="0123456789abcdef"), make_member(), make_offer(), make_suggestion()
    client.force_login(operator)
    pages = ""

    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        answer = client.get(reverse(f"{name}_changelist"))
        assert answer.status_code == 200, model
        pages += answer.content.decode()
        if row := model.objects.first():
            pages += client.get(reverse(f"{name}_change", args=[row.pk])).content.decode()

    assert operator.email in pages
    assert operator.password not in pages
    assert "0123456789abcdef" not in pages


@pytest.mark.django_db
def test_admin_is_for_operators(client):
    for person in (None, make_member(), make_coordinator()):
        if person:
            client.force_login(person)
        assert client.get("/admin/").status_code == 302


@pytest.mark.django_db
def test_admin_refuses_to_save(client):
    operator = make_user(is_staff=True, is_superuser=True)
    client.force_login(operator)
    person = make_user(name="Kari")

    answer = client.post(reverse("admin:marketplace_user_change", args=[person.pk]), {"name": "Göran"})

    assert answer.status_code == 403
    assert User.objects.get(pk=person.pk).name == "Kari"
