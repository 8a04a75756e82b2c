"""Fifteen sorts of athletes, each with its story in the last weeks before a given day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from athletes.sources.records import Column
from athletes.sources.simulator import Event, SimulatedAthlete, load_profile
from athletes.sources.simulator.athlete import live
from athletes.sources.simulator.person import draw_person
from athletes.sources.simulator.training import done_loads, planned_loads

DAYS = 200
EASY, MIDDLE = (0.78, 0.08, 0.14), (0.35, 0.50, 0.15)

type Effects = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Story:
    """What happens: an event `ago` days back for `length` days, and what the load is made of.

    `kind` is that of the event, "" for none. `zones` are shares of time easy, middle and hard; `marker` is
    what the athlete says of the same days; of a `sparse` athlete every other night is missing.
    """

    kind: str = ""
    ago: int = 0
    length: int = 0
    effects: Effects | None = None
    shape: Callable[[Column], Column] | None = None
    zones: tuple[float, float, float] = EASY
    marker: str = ""
    sparse: bool = False


def _last(days: int, factor: float, until: int = 0) -> Callable[[Column], Column]:
    def shaped(loads: Column) -> Column:
        loads[loads.size - days : loads.size - until or None] *= factor
        return loads

    return shaped


def _building(loads: Column) -> Column:
    return loads * np.linspace(0.75, 1.25, loads.size)


def _even(loads: Column) -> Column:
    loads[-14:] = loads[-60:].mean()
    return loads


STORIES: Mapping[str, Story] = {
    "healthy_steady": Story(),
    "healthy_build": Story(shape=_building),
    "taper": Story(shape=_last(14, 0.5)),
    "overload_spike": Story(shape=_last(7, 1.9)),
    "slow_under_recovery": Story(
        "overreaching", 18, 18, {"resting_hr_bpm": 2.0, "ln_rmssd": -0.16, "stress": 8.0}, _last(18, 1.5)
    ),
    "illness_onset": Story(
        "illness_onset",
        2,
        5,
        {"resting_hr_bpm": 7.0, "ln_rmssd": -0.30, "respiration_rpm": 1.6, "stress": 20.0},
        _last(2, 0.0),
    ),
    "sleep_debt": Story("sleep_debt", 8, 9, {"sleep_h": -1.9, "ln_rmssd": -0.08, "resting_hr_bpm": 2.0}),
    "detraining": Story("detraining", 22, 23, {}, _last(22, 0.0)),
    "monotony": Story(shape=_even),
    "middle_intensity": Story(zones=MIDDLE),
    "altitude": Story("travel", 9, 10, {"resting_hr_bpm": 4.0, "ln_rmssd": -0.12}, marker="altitude"),
    "device_change": Story("device_change", 30, 31, {"resting_hr_bpm": 4.0, "ln_rmssd": -0.15}),
    "sparse_data": Story(sparse=True),
    "low_energy": Story(
        "under_recovery", 45, 46, {"ln_rmssd": -0.18, "resting_hr_bpm": -2.0, "sleep_h": -0.6, "stress": 6.0}
    ),
    "return_from_injury": Story("injury", 40, 28, {}, _last(40, 0.0, 12), marker="injury"),
}


def make(name: str, seed: int, today: date) -> SimulatedAthlete:
    """The athlete of that sort and seed, whose last day is `today`."""
    story, profile = STORIES[name], load_profile("nominal")
    person, first = draw_person(profile, seed), today - timedelta(days=DAYS - 1)
    loads = done_loads(planned_loads(person, first.weekday(), DAYS), np.ones(DAYS), profile.noise, seed)
    if story.shape is not None:
        loads = np.round(story.shape(loads), 1)
    athlete = live(profile, seed, person, first, loads, _events(story, today))
    if story.sparse:
        for column in ("hrv_rmssd_ms", "resting_hr_bpm", "sleep_s", "sleep_score", "respiration_rpm"):
            athlete.columns[column][::2] = np.nan
    return athlete


def _events(story: Story, today: date) -> list[Event]:
    if not story.kind:
        return []
    start = today - timedelta(days=story.ago)
    end = start + timedelta(days=story.length)
    return [
        Event(
            kind=story.kind,
            start=start,
            end=end,
            visible_from=start,
            gone=end + timedelta(days=1),
            rise_days=2.0,
            effects=story.effects or {},
        )
    ]
