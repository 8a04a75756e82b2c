"""The channels there are, in the order in which people see them: every folder beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.urls import URLResolver, include, path

from notifications import channels
from notifications.channels.base import Channel


def found_channels() -> dict[str, Channel]:
    """Each folder's channel by its name."""
    folders = [each.name for each in iter_modules(channels.__path__) if each.ispkg]
    found = [import_module(f"{channels.__name__}.{folder}.channel").CHANNEL for folder in folders]
    return {each.name: each for each in sorted(found, key=lambda each: each.place)}


CHANNELS: Mapping[str, Channel] = found_channels()


def offered_channels() -> dict[str, Channel]:
    """The channels that this installation can send on; the others lack their setting."""
    return {name: channel for name, channel in CHANNELS.items() if channel.is_available()}


def channel_urls() -> list[URLResolver]:
    """The pages of the channels that have some, each below its name and in a namespace of that name."""
    modules = {name: f"{channels.__name__}.{name}.urls" for name in CHANNELS}
    return [
        path(f"{name}/", include((module, name))) for name, module in modules.items() if find_spec(module)
    ]
