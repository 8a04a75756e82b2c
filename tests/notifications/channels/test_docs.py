"""What the documentation tells receivers of webhooks to do does what it says."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.conf import settings

from notifications.channels.registry import CHANNELS
from notifications.channels.webhook.posting import signature

PAGE = (settings.BASE_DIR / "docs" / "channels.md").read_text()
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BODY = '{"title": "Größer"}'.encode()


def checking() -> Any:
    """The function of the page."""
    space: dict[str, Any] = {}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], space)
    return space["is_genuine"]


def test_a_receiver_knows_what_came_from_here_and_lately() -> None:
    is_genuine = checking()
    header = signature("whsec_one", int(START.timestamp()), BODY)

    with time_machine.travel(START + timedelta(minutes=5), tick=False):
        assert is_genuine("whsec_one", header, BODY)
        assert not is_genuine("whsec_two", header, BODY)
        assert not is_genuine("whsec_one", header, BODY + b" ")
        assert not is_genuine("whsec_one", header.replace("t=1", "t=2"), BODY)
    with time_machine.travel(START + timedelta(minutes=5, seconds=1), tick=False):
        assert not is_genuine("whsec_one", header, BODY)


def test_every_channel_is_in_the_table() -> None:
    assert all(f"| {channel.title} |" in PAGE for channel in CHANNELS.values())
