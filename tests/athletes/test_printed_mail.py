"""Where the link is that a mail would bring: nobody is sent to a mailbox that nothing reaches."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db
CONSOLE = "django.core.mail.backends.console.EmailBackend"
LOG = "logs/web.log"


def forget_password(client: Client) -> str:
    sent = {"email": AthleteFactory().user.email}
    return client.post(reverse("account_reset_password"), sent, follow=True).content.decode()


def change_address(client: Client) -> str:
    client.force_login(AthleteFactory().user)
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    sent = {"email": "lovelace@example.org", "action_add": "yes"}
    return client.post(reverse("account_email"), sent, follow=True).content.decode()


def test_without_a_mail_server_the_log_is_named(client, settings, capsys):
    settings.EMAIL_BACKEND = CONSOLE

    page = forget_password(client)

    assert "Look into the log" in page
    assert LOG in page
    assert "on its way" not in page
    assert "/accounts/password/reset/key/" in capsys.readouterr().out


def test_with_a_mail_server_the_mail_is_named(client, mailoutbox):
    page = forget_password(client)

    assert "Look at your mail" in page
    assert LOG not in page
    assert len(mailoutbox) == 1


def test_a_new_address_is_verified_by_the_printed_link(client, settings):
    settings.EMAIL_BACKEND = CONSOLE

    page = change_address(client)

    assert "This Formline prints its mails instead of sending them." in page
    assert "A mail with a link went to" not in page
    assert "printed into the log of this Formline" in page


def test_a_new_address_is_verified_by_mail(client, mailoutbox):
    page = change_address(client)

    assert "A mail with a link went to lovelace@example.org." in page
    assert "open the link in the mail we sent there" in page
    assert LOG not in page
