"""The channels there are, in the order in which people see them."""

from __future__ import annotations

from collections.abc import Mapping

from notifications.channels.base import Channel
from notifications.channels.email.channel import EmailChannel
from notifications.channels.in_app.channel import InAppChannel

CHANNELS: Mapping[str, Channel] = {channel.name: channel for channel in (InAppChannel(), EmailChannel())}
