from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from athletes.models import User
from notifications.channels.registry import CHANNELS
from notifications.models import Delivery, Message, Timing
from notifications.services import notify
from notifications.services.composing import composed
from tests.doubles.mail import MailServer
from tests.factories.athletes import AthleteFactory, UserFactory, verify_email

SIGNAL = {"signal": "load_spike", "severity": "act", "headline": "Saturday was much more than usual."}


@pytest.fixture
def ada(db: None) -> User:
    """An athlete with a verified address, who hears at any hour."""
    user = UserFactory(email="ada@example.org")
    AthleteFactory(user=user)
    Timing.objects.create(user=user, quiet_from=None, quiet_until=None)
    verify_email(user)
    return user


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[type[MailServer]]:
    settings.EMAIL_BACKEND = "tests.doubles.mail.MailServer"
    MailServer.reset()
    yield MailServer
    MailServer.reset()


def tell(user: User, **changes: Any) -> Message:
    """One message of the kind that goes by mail as well."""
    given = {"kind": "signal", "key": "1", "context": SIGNAL, "url": "/athletes/me/today/", **changes}
    return notify(user=user, **given)


def hand_over(*deliveries: Delivery) -> str:
    """Compose and send without any claim, as one letter if there are several."""
    channel = CHANNELS[deliveries[0].address.channel]
    return channel.send(deliveries[0], composed(deliveries))
