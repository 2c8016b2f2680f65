from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.urls import reverse
from django.utils import timezone

from marketplace.queries.dev_mail import written_mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.DEMO = True
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def send(folder, *, subject, text):
    connection = EmailBackend(file_path=str(folder))
    EmailMessage(subject, text, to=["göran@example.org"], connection=connection).send()


def read(client):
    return client.get(reverse("dev-mail")).content.decode()


def test_dev_mail_shows_the_newest_first_with_links_that_work(client, mail_folder):
    send(mail_folder, subject="Första", text="Hej")
    send(
        mail_folder, subject="Kvitto på bark från Åre", text="Öppna sidan:\nhttp://127.0.0.1:8000/symbioses/1/?a=1&b=2"
    )

    page = read(client)

    assert page.index("Kvitto på bark från Åre") < page.index("Första")
    assert '<a href="http://127.0.0.1:8000/symbioses/1/?a=1&amp;b=2"' in page
    assert "göran@example.org" in page


def test_dev_mail_shows_markup_of_a_mail_as_text(client, mail_folder):
    send(mail_folder, subject="<b>fet</b>", text="<script>alert(1)</script>")

    page = read(client)

    assert "<script>alert" not in page
    assert "&lt;b&gt;fet" in page


def test_dev_mail_tells_the_time_of_here(client, mail_folder):
    send(mail_folder, subject="Första", text="Hej")
    sent_at = written_mails(mail_folder, limit=1)[0].sent_at

    page = read(client)

    assert sent_at.utcoffset() == timedelta(0)
    assert timezone.localtime(sent_at).strftime("%H:%M") in page
    assert timezone.localtime(sent_at).utcoffset() != timedelta(0)


def test_dev_mail_says_that_there_is_none(client, mail_folder):
    assert 'class="empty"' in read(client)


def test_dev_mail_is_hidden_where_mail_is_sent(client, settings):
    settings.DEMO = settings.DEBUG = False

    assert client.get(reverse("dev-mail")).status_code == 404
