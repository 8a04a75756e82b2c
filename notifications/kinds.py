"""What people are told about, declared once per kind; templates are in templates/notifications/<name>/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

IN_APP, EMAIL = "in_app", "email"


class Urgency(StrEnum):
    NOW = "now"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class Kind:
    """`channels` are those used unless the user says otherwise, which `may_be_switched_off` allows.

    `fields` are the values that the context of a message must have, for its templates.
    """

    name: str
    title: str
    purpose: str
    action: str
    channels: frozenset[str]
    urgency: Urgency
    fields: Mapping[str, type | tuple[type, ...]]
    may_be_switched_off: bool = True

    def template(self, part: str) -> str:
        return f"notifications/{self.name}/{part}"


_ALL = [
    Kind(
        name="import_finished",
        title="Import finished",
        purpose="What became of the files you brought in.",
        action="See the import",
        channels=frozenset({IN_APP}),
        urgency=Urgency.LATER,
        fields={"imported": int, "duplicates": int, "failed": int},
    ),
    Kind(
        name="signal",
        title="Training signals",
        purpose="When your numbers say that something deserves attention.",
        action="See what it means",
        channels=frozenset({IN_APP, EMAIL}),
        urgency=Urgency.SOON,
        fields={"signal": str, "severity": str, "headline": str},
    ),
    Kind(
        name="threshold_proposal",
        title="Proposed thresholds",
        purpose="When your efforts speak for another threshold.",
        action="See what it rests on",
        channels=frozenset({IN_APP}),
        urgency=Urgency.LATER,
        fields={"sport": str, "threshold": str, "value": float, "units": str},
    ),
    Kind(
        name="coach_comment",
        title="Your coach's words and changes",
        purpose="When a coach writes about a session or changes your plan.",
        action="See the session",
        channels=frozenset({IN_APP, EMAIL}),
        urgency=Urgency.SOON,
        fields={"author": str, "session": str, "day": str, "said": str},
    ),
    Kind(
        name="plan_change_proposed",
        title="Changes of your plan",
        purpose="When what happened speaks for another plan, or your plan was changed within your limits.",
        action="See what changes and why",
        channels=frozenset({IN_APP, EMAIL}),
        urgency=Urgency.SOON,
        fields={"cause": str, "reason": str, "sessions": int, "is_done": bool},
    ),
    Kind(
        name="analysis_ready",
        title="Reviews and comments",
        purpose="When your weekly review or a comment on an activity is there.",
        action="Read it",
        channels=frozenset({IN_APP}),
        urgency=Urgency.LATER,
        fields={"about": str, "headline": str, "engine": str},
    ),
    Kind(
        name="ai_budget",
        title="Claude's budget nearly used",
        purpose="When four fifths of a month's budget for Claude are used.",
        action="See what was spent",
        channels=frozenset({IN_APP}),
        urgency=Urgency.LATER,
        fields={"whose": str, "spent_usd": str, "cap_usd": str, "until": str},
    ),
    Kind(
        name="connection_expiring",
        title="Garmin key about to expire",
        purpose="Two weeks and three days before your Personal API key ends.",
        action="Enter a new key",
        channels=frozenset({IN_APP, EMAIL}),
        urgency=Urgency.SOON,
        fields={"days_left": int, "expires_on": str},
    ),
    Kind(
        name="sync_failing",
        title="Sync failing",
        purpose="When nothing could be read from Garmin for more than a day.",
        action="See what is wrong",
        channels=frozenset({IN_APP, EMAIL}),
        urgency=Urgency.LATER,
        fields={"way": str, "since": str, "reason": str},
    ),
    Kind(
        name="connection_lost",
        title="Connection needs you",
        purpose="When Garmin does not accept your key or your login any more.",
        action="Connect again",
        channels=frozenset({IN_APP, EMAIL}),
        urgency=Urgency.SOON,
        fields={"way": str},
    ),
    Kind(
        name="address_disabled",
        title="Address not working",
        purpose="When messages to one of your addresses come back.",
        action="Check your addresses",
        channels=frozenset({IN_APP}),
        urgency=Urgency.SOON,
        fields={"channel": str, "target": str, "reason": str},
        may_be_switched_off=False,
    ),
]

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
