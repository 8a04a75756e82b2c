import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from athletes.models import User
from notifications.models import Address, Delivery, Timing
from notifications.services.deliver import deliver
from notifications.services.fan_out import fan_out
from tests.doubles import mail as answers
from tests.doubles.mail import MailServer
from tests.factories.athletes import UserFactory
from tests.factories.mfa import log_in_with_mfa
from tests.notifications.conftest import tell


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    log_in_with_mfa(client, UserFactory(is_staff=True))
    return client


def test_an_operator_sends_a_failed_mail_once_more(
    client: Client, ada: User, mail_server: type[MailServer]
) -> None:
    mail_server.answers = [answers.CONTENT_REFUSED]
    message = tell(ada)
    fan_out(message_id=message.pk)
    delivery = message.deliveries.get(address__channel="email")
    deliver(delivery_id=delivery.pk)

    url = reverse("admin:notifications_delivery_changelist")
    client.post(url, {"action": "send_again", "_selected_action": [delivery.pk]})
    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, len(mail.outbox)) == (Delivery.State.SENT, 1)


def test_an_operator_puts_an_address_in_use_again(client: Client, ada: User) -> None:
    address = Address.objects.create(
        user=ada, channel="email", target="ada@example.org", disabled_at=timezone.now(), disabled_reason="No."
    )

    url = reverse("admin:notifications_address_changelist")
    client.post(url, {"action": "use_again", "_selected_action": [address.pk]})

    address.refresh_from_db()
    assert (address.disabled_at, address.disabled_reason) == (None, "")


def test_operators_see_every_kind_and_what_came_of_it(client: Client, ada: User) -> None:
    for key in ("1", "2"):
        fan_out(message_id=tell(ada, key=key).pk)
    Delivery.objects.filter(message__key="2", address__channel="email").update(state="failed")

    html = client.get(reverse("admin:notifications_message_kinds")).content.decode()

    rows = [" ".join(strip_tags(row).split()) for row in html.split("<tr")]
    assert any("Training signals signal soon email, in_app yes 2 2 1 1" in row for row in rows)
    assert any("Security of your account security now email, in_app no 0 0 0 0" in row for row in rows)


def test_nobody_else_sees_the_kinds(ada: User) -> None:
    url = reverse("admin:notifications_message_kinds")

    for user in (ada, None):
        client = Client()
        if user:
            client.force_login(user)
        response = client.get(url)
        assert (response.status_code, "/login/" in response.headers["Location"]) == (302, True)


def test_hours_are_shown_to_operators_and_not_changed(client: Client, ada: User) -> None:
    timing = Timing.objects.get(user=ada)
    url = reverse("admin:notifications_timing_change", args=[timing.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"digest_at": "03:00"}).status_code == 403
