"""What people are told about, declared once per kind; templates are in templates/notifications/<name>/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

IN_APP, EMAIL, WEBPUSH = "in_app", "email", "webpush"


class Urgency(StrEnum):
    NOW = "now"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class Kind:
    """`channels` are those used unless the user says otherwise, which `may_be_switched_off` allows; a kind
    without any does not come by itself.

    `fields` are the values that the context of a message must have, for its templates. One that is
    `at_letter_hour` is told at the hour that its reader chose for letters, one `for_coaches` to nobody else.
    """

    name: str
    title: str
    purpose: str
    action: str
    channels: frozenset[str]
    urgency: Urgency
    fields: Mapping[str, type | tuple[type, ...]]
    may_be_switched_off: bool = True
    at_letter_hour: bool = False
    for_coaches: bool = False

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
        name="workout_reminder",
        title="Sessions ahead",
        purpose="What is planned, the evening before or the same morning.",
        action="See the session",
        channels=frozenset({IN_APP, WEBPUSH}),
        urgency=Urgency.SOON,
        fields={"day": str, "sessions": list},
    ),
    Kind(
        name="question_waiting",
        title="Questions about your data",
        purpose="When something in your numbers can only be explained by you.",
        action="Answer it",
        channels=frozenset({IN_APP}),
        urgency=Urgency.LATER,
        fields={"question": str},
    ),
    Kind(
        name="personal_best",
        title="Personal bests",
        purpose="When an activity holds your best effort so far.",
        action="See the effort",
        channels=frozenset({IN_APP, WEBPUSH}),
        urgency=Urgency.LATER,
        fields={"headline": str},
    ),
    Kind(
        name="weekly_digest",
        title="Your week in numbers",
        purpose="Once a week: what you did, where it brought you, and what comes next.",
        action="Open your week",
        channels=frozenset({EMAIL}),
        urgency=Urgency.SOON,
        fields={"week": str, "activities": int, "duration_s": (int, float), "load": (int, float)},
        at_letter_hour=True,
    ),
    Kind(
        name="security",
        title="Security of your account",
        purpose="A new device, a new key, a changed password.",
        action="Check your account",
        channels=frozenset({IN_APP, EMAIL}),
        urgency=Urgency.NOW,
        fields={"event": str, "at": str},
        may_be_switched_off=False,
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
        name="draft_waiting",
        title="Drafts for you to read",
        purpose="For coaches: when Claude has written about an athlete and it waits for your word.",
        action="Read the draft",
        channels=frozenset({IN_APP, EMAIL}),
        urgency=Urgency.SOON,
        fields={"athlete": str, "about": str},
        for_coaches=True,
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
        fields={"way": str, "last": str, "reason": str},
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
        purpose="When one of your addresses takes no messages any more.",
        action="Check your addresses",
        channels=frozenset({IN_APP}),
        urgency=Urgency.SOON,
        fields={"channel": str, "target": str, "reason": str},
        may_be_switched_off=False,
    ),
    Kind(
        name="test",
        title="Test message",
        purpose="What you ask for, to see whether an address works.",
        action="See what became of it",
        channels=frozenset(),
        urgency=Urgency.NOW,
        fields={"channel": str},
        may_be_switched_off=False,
    ),
]

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
