"""How old the data are, in one short line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from config.core import dates
from metrics.selectors.freshness import Freshness, Problem

CAUSES = {
    Problem.RECONNECT: "Garmin wants you to connect again.",
    Problem.WAIT: "Garmin asked us to wait",
    Problem.NO_ANSWER: "Garmin does not answer",
}


@dataclass(frozen=True)
class Age:
    """ "As of yesterday, 05:41." and why nothing newer is here; `needs_athlete`: only they can help."""

    words: str
    cause: str
    needs_athlete: bool


def age(found: Freshness | None, now: datetime, zone: tzinfo) -> Age | None:
    """None without a connection, and while the data are as new as they should be."""
    if found is None or not found.is_old:
        return None
    words = f"As of {dates.instant(found.as_of, now, zone)}." if found.as_of else "No data from Garmin yet."
    return Age(words, _cause(found, now, zone), found.problem == Problem.RECONNECT and not found.is_coming)


def _cause(found: Freshness, now: datetime, zone: tzinfo) -> str:
    if found.is_coming:
        return "New data are coming in."
    if found.problem == Problem.RECONNECT:
        return CAUSES[found.problem]
    if found.problem == Problem.OTHER:
        return f"{found.message} {_next('Next try', found, now, zone)}".strip()
    if found.problem:
        following = _next("next try", found, now, zone)
        return f"{CAUSES[found.problem]}; {following}" if following else f"{CAUSES[found.problem]}."
    return _next("Next sync", found, now, zone)


def _next(name: str, found: Freshness, now: datetime, zone: tzinfo) -> str:
    """ "next try 14:10." or "next try tomorrow, 05:30."; empty when it is due or unknown."""
    if found.next_at is None:
        return ""
    local = found.next_at.astimezone(zone)
    is_today = local.date() == now.astimezone(zone).date()
    return f"{name} {dates.clock(local) if is_today else dates.instant(found.next_at, now, zone)}."
