"""Questions that the rules answer, for when there is no model to ask: each is a tool and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from analysis.analysts.base import Claim
from analysis.analysts.rules.topic import say
from analysis.chat.gathered import Gathered
from analysis.chat.tools import ToolError
from analysis.chat.tools.activities import ANY, list_activities
from analysis.chat.tools.metrics import compare_periods, correlate
from analysis.chat.tools.plan import get_forecast, get_plan
from analysis.evidence import Value

type Answer = list[Claim]


@dataclass(frozen=True, slots=True)
class Guided:
    """`text` is the question as people read it."""

    key: str
    text: str
    answer: Callable[[Gathered], Answer]


def _span(gathered: Gathered, days: int, ago: int = 0) -> dict[str, str]:
    end = gathered.today + timedelta(days=1 - ago)
    return {"start": (end - timedelta(days=days)).isoformat(), "end": end.isoformat()}


def _compared(gathered: Gathered, metric: str, days: int) -> Mapping[str, Value]:
    """The last days against those just before, by the ends of their ids."""
    before = _span(gathered, days, days)
    known = len(gathered.values)
    compare_periods(
        gathered,
        {
            "metric": metric,
            **_span(gathered, days),
            "other_start": before["start"],
            "other_end": before["end"],
        },
    )
    return {value.id.partition(".")[2]: value for value in gathered.values[known:]}


def _changed(value: Value, up: str, down: str, same: str) -> str:
    if value.baseline is None or not value.baseline:
        return same
    change = (value.value - value.baseline) / abs(value.baseline)
    return up if change > SAME else down if change < -SAME else same


SAME = 0.03


def week(gathered: Gathered) -> Answer:
    load = _compared(gathered, "load", 7).get("sum")
    if load is None:
        return [say("Nothing is known of this week yet.")]
    told = [say("Your load of the last seven days is {load}.", load=load.id)]
    word = _changed(load, "more", "less", "")
    if word:
        told.append(
            say(
                f"That is {{change}} {word} than in the seven days before, which had {{before}}.",
                change=(load.id, "pct_change"),
                before=(load.id, "baseline"),
            )
        )
    else:
        told.append(say("That is about as much as in the seven days before."))
    return [*told, say("The page of your activities shows each of them.")]


def month(gathered: Gathered) -> Answer:
    time = _compared(gathered, "duration", 30).get("sum")
    if time is None or not time.baseline:
        return [say("There are not yet two months to compare."), say("Ask again when there are.")]
    word = _changed(time, "more", "less", "")
    if not word:
        return [
            say("You trained {time} in the last thirty days, about as much as in those before.", time=time.id)
        ]
    return [
        say(
            f"You trained {{time}} in the last thirty days, {{change}} {word} than in those before.",
            time=time.id,
            change=(time.id, "pct_change"),
        )
    ]


def sleep(gathered: Gathered) -> Answer:
    return _usual(gathered, "sleep_s", "You slept {now} a night over the last seven nights")


def hrv(gathered: Gathered) -> Answer:
    return _usual(gathered, "hrv_rmssd_ms", "Your HRV of the last seven nights is {now} on average")


def _usual(gathered: Gathered, metric: str, begins: str) -> Answer:
    mean = _compared(gathered, metric, 7).get("mean")
    if mean is None:
        return [say("There is too little of it to say."), say("Wear the watch at night, and it comes.")]
    word = _changed(mean, "more", "less", "")
    if not word:
        return [say(f"{begins}, about as in the seven before.", now=mean.id)]
    return [
        say(
            f"{begins}, {{change}} {word} than in the seven before.",
            now=mean.id,
            change=(mean.id, "delta"),
        )
    ]


def longest_run(gathered: Gathered) -> Answer:
    return _extreme(gathered, "running", "longest", "Your longest run of the last twelve weeks was")


def hardest(gathered: Gathered) -> Answer:
    return _extreme(gathered, ANY, "hardest", "Your hardest activity of the last twelve weeks was")


def _extreme(gathered: Gathered, sport: str, order: str, begins: str) -> Answer:
    known = len(gathered.values)
    list_activities(gathered, {"sport": sport, "order": order, "limit": 1, **_span(gathered, 84)})
    found = {value.metric: value for value in gathered.values[known:] if value.metric != "activities"}
    if "duration" not in found:
        return [say("There is none in the last twelve weeks.")]
    day, parts = found["duration"], ["{time}"]
    slots: dict[str, Any] = {"day": (day.id, "date"), "time": day.id}
    for name in ("distance", "load"):
        if name in found:
            parts.append(f"{{{name}}}" if name == "distance" else "a load of {load}")
            slots[name] = found[name].id
    return [say(f"{begins} on {{day}}: {', '.join(parts)}.", **slots)]


def planned(gathered: Gathered) -> Answer:
    answer = get_plan(gathered, {"start": "", "end": ""})
    ahead = [each for each in answer["sessions"] if each["state"] == "planned"]
    if not ahead:
        return [say("Nothing is planned for the next two weeks."), say("A plan is made in the calendar.")]
    time, load = list(ahead[0]["refs"])
    return [
        say(
            f"Next is {'a hard session' if ahead[0]['hard'] else 'an easy session'} on {{day}}: "
            "{time}, with a load of {load}.",
            day=(time, "date"),
            time=time,
            load=load,
        )
    ]


def form_ahead(gathered: Gathered) -> Answer:
    try:
        refs = list(get_forecast(gathered, {"day": ""})["refs"])
    except ToolError:
        return [say("Without a plan nobody knows."), say("Make one, and the line goes on into the future.")]
    form = next(ref for ref in refs if ref.endswith("form"))
    fitness = next(ref for ref in refs if ref.endswith("fitness"))
    return [
        say(
            "If you do what is planned, form is {form} and fitness {fitness} on {day}.",
            form=form,
            fitness=fitness,
            day=(form, "date"),
        )
    ]


def sleep_and_hrv(gathered: Gathered) -> Answer:
    answer = correlate(
        gathered, {"metric": "sleep_s", "other": "hrv_rmssd_ms", "lag_days": 0, **_span(gathered, 90)}
    )
    if not answer["refs"]:
        return [say("There are too few nights with both to say.")]
    refs = {each["ref"].partition(".")[2]: each["ref"] for each in answer["refs"]}
    ends = "which is clear enough to mean something" if answer["is_clear"] else "which may well be chance"
    return [
        say(f"Over {{days}} they go together by {{r}}, {ends}.", days=refs["days"], r=refs["r"]),
        say("What goes together need not be the cause of one another."),
    ]


QUESTIONS: Mapping[str, Guided] = {
    each.key: each
    for each in (
        Guided("week", "How was my week?", week),
        Guided("month", "Do I train more than a month ago?", month),
        Guided("sleep", "How have I slept?", sleep),
        Guided("hrv", "How is my HRV?", hrv),
        Guided("longest-run", "What was my longest run lately?", longest_run),
        Guided("hardest", "What was my hardest activity lately?", hardest),
        Guided("planned", "What is planned next?", planned),
        Guided("form-ahead", "Where will my form be in a week?", form_ahead),
        Guided("sleep-hrv", "Do my sleep and my HRV go together?", sleep_and_hrv),
    )
}
