import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from athletes.models import User
from notifications.models import Address, Delivery
from notifications.services.deliver import deliver
from notifications.services.fan_out import fan_out
from tests.doubles import mail as answers
from tests.doubles.mail import MailServer
from tests.factories.athletes import UserFactory
from tests.notifications.conftest import tell


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True))
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
