"""What a user wants to be told, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from athletes.models import CoachLink, User
from notifications.channels.registry import offered_channels
from notifications.kinds import KINDS, Kind, Urgency
from notifications.models import Preference, Timing


@dataclass(frozen=True)
class Choice:
    """One cell of the preference table; `field` names its form control."""

    channel: str
    title: str
    field: str
    is_wanted: bool


@dataclass(frozen=True)
class Row:
    kind: Kind
    choices: list[Choice]

    @property
    def is_urgent(self) -> bool:
        return self.kind.urgency is Urgency.NOW

    @property
    def can_wait(self) -> bool:
        return self.kind.urgency is Urgency.LATER


def kinds_to_choose(user: User) -> list[Kind]:
    """Kinds that come to this user by themselves; a test is asked for."""
    is_coach = CoachLink.objects.in_force().filter(coach=user).exists()
    return [kind for kind in KINDS.values() if kind.channels and (is_coach or not kind.for_coaches)]


def urgent_kinds() -> list[Kind]:
    """Kinds that neither quiet hours nor a pause hold back."""
    return [kind for kind in KINDS.values() if kind.channels and kind.urgency is Urgency.NOW]


def wanted_channels(user: User, kind: Kind) -> list[str]:
    """Names of the channels on which this user wants messages of this kind."""
    wishes = _wishes(user) if kind.may_be_switched_off else {}
    return [choice.channel for choice in _row(kind, wishes).choices if choice.is_wanted]


def preference_table(user: User) -> list[Row]:
    """Every kind that may come with every channel that is offered here, as this user wants it."""
    wishes = _wishes(user)
    return [_row(kind, wishes) for kind in kinds_to_choose(user)]


def timing_of(user: User) -> Timing:
    """When this user wants to hear; the defaults, unsaved, for somebody who never chose."""
    return Timing.objects.filter(user=user).first() or Timing(user=user)


def current_timing(user: User) -> Timing:
    """`timing_of`, without a pause that is over."""
    timing = timing_of(user)
    timing.paused_until = timing.pause_on(zone_of(user))
    return timing


def zone_of(user: User) -> ZoneInfo:
    """The zone in which this user's hours count."""
    return user.athlete.zone if hasattr(user, "athlete") else ZoneInfo("UTC")


def _wishes(user: User) -> dict[tuple[str, str], bool]:
    rows = Preference.objects.filter(user=user).values_list("kind", "channel", "enabled")
    return {(kind, channel): enabled for kind, channel, enabled in rows}


def _row(kind: Kind, wishes: dict[tuple[str, str], bool]) -> Row:
    if not kind.may_be_switched_off:
        wishes = {}
    return Row(
        kind,
        [
            Choice(
                channel=name,
                title=channel.title,
                field=f"{kind.name}.{name}",
                is_wanted=wishes.get((kind.name, name), name in kind.channels),
            )
            for name, channel in offered_channels().items()
        ],
    )
