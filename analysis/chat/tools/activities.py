"""Single activities: lists by sport and time, and one in depth. Never with a name, title or place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from analysis.chat.gathered import Gathered
from analysis.chat.tools.base import END, START, Tool, ToolError, one_of, shape, text, whole, window
from analysis.chat.tools.series import shown_activities
from analysis.evidence import Value
from analysis.evidence.links import Links
from metrics.models import Activity

MOST = 20
ORDERS = {"newest": "-start_time", "longest": "-distance_m", "longest_time": "-timer_s", "hardest": "-load"}
ANY = "any"
FACTS = (
    ("distance", "distance_m", "m"),
    ("duration", "timer_s", "s"),
    ("load", "load", "load"),
)
DETAILS = (
    *FACTS,
    ("heart_rate", "avg_hr_bpm", "bpm"),
    ("highest_heart_rate", "max_hr_bpm", "bpm"),
    ("power", "avg_power_w", "W"),
    ("weighted_power", "weighted_power_w", "W"),
    ("decoupling", "decoupling_pct", "%"),
    ("ascent", "ascent_m", "m"),
    ("work", "work_kj", "kJ"),
)


def list_activities(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """At most twenty activities of [start, end) in the wished order, each with references to its values."""
    start, end = window(gathered, arguments["start"], arguments["end"])
    rows = shown_activities(gathered).between(start, end)
    if arguments["sport"] != ANY:
        rows = rows.filter(sport=arguments["sport"])
    limit = max(1, min(int(arguments["limit"]), MOST))
    order = F(ORDERS[arguments["order"]].lstrip("-")).desc(nulls_last=True)
    chosen = list(rows.order_by(order, "-pk")[:limit])
    call = gathered.next_call()
    found = Value(
        f"{call}.count",
        "activities",
        float(rows.count()),
        "count",
        start,
        end,
        Links(gathered.athlete.uid).activities(start, end),
    )
    gathered.add([found])
    return {
        "count": {"ref": found.id, "value": found.value},
        "activities": [
            _told(gathered, f"{call}.{index}", row, FACTS) for index, row in enumerate(chosen, start=1)
        ],
    }


def get_activity(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """One activity of a day in depth: the hardest of that day unless a sport is given."""
    try:
        day = date.fromisoformat(arguments["day"])
    except ValueError as error:
        raise ToolError("The day is written YYYY-MM-DD.") from error
    rows = shown_activities(gathered).filter(local_date=day)
    if arguments["sport"] != ANY:
        rows = rows.filter(sport=arguments["sport"])
    row = rows.order_by(F("load").desc(nulls_last=True), "-timer_s").first()
    if row is None:
        raise ToolError("There is no such activity on that day; list_activities shows which there are.")
    return _told(gathered, gathered.next_call(), row, DETAILS)


def _told(
    gathered: Gathered, prefix: str, row: Activity, facts: tuple[tuple[str, str, str], ...]
) -> dict[str, Any]:
    values = list(_values(gathered, prefix, row, facts))
    gathered.add(values)
    refs = {value.id: round(value.value, 2) for value in values}
    return {
        "sport": row.sport,
        "date": row.local_date.isoformat(),
        "refs": refs,
        "load_from": row.load_method,
    }


def _values(
    gathered: Gathered, prefix: str, row: Activity, facts: tuple[tuple[str, str, str], ...]
) -> Iterator[Value]:
    url, day = Links(gathered.athlete.uid).activity(row.uid), row.local_date
    for name, field, unit in facts:
        number = getattr(row, field)
        if number is not None:
            yield Value(f"{prefix}.{name}", name, float(number), unit, day, day + timedelta(days=1), url)


SPORT = one_of((ANY, "running", "cycling", "swimming", "other"), "Which sport.")
TOOLS = (
    Tool(
        "list_activities",
        "Activities in a span of days, newest, longest (distance), longest_time or hardest (load) first.",
        shape(
            sport=SPORT,
            start=START,
            end=END,
            order=one_of(tuple(ORDERS), "What comes first."),
            limit=whole("1 to 20"),
        ),
        list_activities,
    ),
    Tool(
        "get_activity",
        "One activity of a day in depth.",
        shape(day=text("YYYY-MM-DD"), sport=SPORT),
        get_activity,
    ),
)
