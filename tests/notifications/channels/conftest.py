from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from athletes.models import User
from notifications.models import Address, Delivery
from notifications.services.fan_out import fan_out
from notifications.services.preferences import set_preferences
from tests.doubles.web import WebDouble
from tests.notifications.conftest import tell


@pytest.fixture
def server(settings: Settings) -> Iterator[WebDouble]:
    """Somebody else's server, which an operator has opened."""
    with WebDouble() as server:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
        yield server


@pytest.fixture
def client(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def delivery_to(address: Address, **changes: object) -> Delivery:
    """A message on its way to this address."""
    set_preferences(user=address.user, wishes={("signal", address.channel): True})
    message = tell(address.user, **changes)
    fan_out(message_id=message.pk)
    return message.deliveries.get(address=address)
