"""One line of the activity list, formatted here and not in the template, which draws forty of them a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from athletes.sources.records import Sport
from config.core import dates, formatting
from config.core.formatting import UNKNOWN, Shown, Units
from metrics.models import Activity

ICONS: dict[str, str] = {Sport.RUNNING: "run", Sport.CYCLING: "bike", Sport.SWIMMING: "swim"}


@dataclass(frozen=True, slots=True)
class Row:
    """What is shown of an activity; below the title `when`, on a phone `sums`."""

    url: str
    icon: str
    title: str
    when: str
    sums: str
    duration: Shown
    distance: Shown
    speed: Shown
    heart_rate: Shown
    load: str
    method: str


def row_of(activity: Activity, units: Units, athlete_ref: str, *, with_heart: bool, with_year: bool) -> Row:
    """The row of an activity of `activity_list`; `with_year` where no heading names the month."""
    start = activity.local_start
    distance = formatting.distance(activity.distance_m or None, units)
    date = f"{start.day} {dates.month(start)} {start.year}"
    day = date if with_year else f"{dates.weekday(start)} {start.day} {dates.month(start)}"
    sums = [
        date if with_year else f"{dates.weekday(start)} {start.day}",
        *([] if distance == UNKNOWN else [distance]),
        formatting.duration(activity.timer_s, seconds=False),
    ]
    return Row(
        url=reverse("metrics:activity", args=[athlete_ref, activity.uid]),
        icon=ICONS.get(activity.sport, "activity"),
        title=activity.title,
        when=f"{day}, {dates.clock(start)}",
        sums=" · ".join(sums),
        duration=formatting.duration(activity.timer_s),
        distance=distance,
        speed=formatting.pace_of(activity.avg_speed_mps, activity.sport, units),
        heart_rate=formatting.heart_rate(activity.avg_hr_bpm if with_heart else None),
        load="" if activity.load is None else formatting.load(activity.load),
        method=str(activity.get_load_method_display()) if activity.load_method else "",
    )
