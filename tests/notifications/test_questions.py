"""Pages and answers about messages ask the database as often for many rows as for few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from athletes.models import User
from notifications.models import Address, Delivery
from tests.notifications.conftest import tell

ADDRESSES = [
    *("notifications:list", "notifications:preferences", "notifications:history"),
    *("api:notification-list", "api:notification-preferences", "api:notification-timing"),
    *("api:address-list", "api:delivery-list"),
]


def grow(user: User, first: int, count: int) -> None:
    now = timezone.now()
    for number in range(first, first + count):
        message = tell(user, key=str(number))
        type(message).objects.filter(pk=message.pk).update(shown_at=now)
        target = f"https://example.org/{number}"
        address = Address.objects.create(user=user, channel="webhook", target=target, verified_at=now)
        Delivery.objects.create(message=message, address=address, state="sent", sent_at=now)


@pytest.mark.parametrize("name", ADDRESSES)
def test_more_rows_ask_no_more_often(ada: User, name: str) -> None:
    client = Client()
    client.force_login(ada)

    def asked() -> int:
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    grow(ada, 0, 2)
    few = asked()
    grow(ada, 2, 8)

    assert asked() == few
    assert few <= 12
