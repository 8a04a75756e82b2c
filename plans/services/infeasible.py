"""What to change when no plan can be made."""

from __future__ import annotations

from collections.abc import Sequence

PROPOSALS = {
    "availability": "open another weekday, or give one more minutes",
    "blackouts": "shorten the days without training, or choose more weeks",
    "illness": "start after the illness or injury is over",
    "races": "remove a race on the way, or make it a C race",
    "Fitness gained in a week": "lower how fast fitness may rise",
    "Long run against the last 30 days": "start with fewer minutes, or choose more weeks",
    "Weekly minutes against the last three weeks": "choose more weeks",
    "Hard days in a row": "open another weekday",
    "Days of rest in a week": "keep one weekday free",
    "Days and hours there are": "open another weekday, or give one more minutes",
    "Room for races": "remove a race on the way, or make it a C race",
}
"""By what the planner names as blocking: a condition, or a hard rule."""


def message(blocking: Sequence[str]) -> str:
    """One sentence, with every way out that is known."""
    ways = list(dict.fromkeys(PROPOSALS[name] for name in blocking if name in PROPOSALS))
    return f"No plan keeps all the rules here: {'; or '.join(ways) or 'change the goal or your week'}."
