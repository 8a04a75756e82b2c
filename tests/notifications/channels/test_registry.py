from notifications.channels.base import BundlingChannel
from notifications.channels.registry import CHANNELS, offered_channels


def test_every_folder_is_a_channel_under_its_own_name() -> None:
    assert list(CHANNELS)[:2] == ["in_app", "email"]
    assert all(channel.name == name and channel.title for name, channel in CHANNELS.items())


def test_only_mail_goes_in_bundles() -> None:
    assert [name for name, each in CHANNELS.items() if isinstance(each, BundlingChannel)] == ["email"]


def test_the_bell_needs_no_setting() -> None:
    assert "in_app" in offered_channels()
