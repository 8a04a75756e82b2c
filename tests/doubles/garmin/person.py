"""A made-up Garmin account: years of days and activities out of a seed, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from threading import RLock
from zoneinfo import ZoneInfo

from tests.doubles.garmin import recording
from tests.doubles.garmin.days import NOT_YET_TODAY, Truth, day_of
from tests.doubles.garmin.outings import NAMES, Outing, identity, outing_of

WHOLE = timedelta(days=2)
"""So far before the first today days lack nothing; older ones have their gaps."""


class Person:
    """The account. Same arguments, same account; changes made by a test lie on top.

    `days` is how far back it goes, today included. `activities` picks that many of its activities, spread
    evenly (None: about six a week); `file_s` makes every file so many seconds long. Without `today` the
    account lives in the present of its time zone. One activity (`manual`) was typed in by hand and has no
    file, one is a `triathlon`. Older days have gaps: one in 23 has nothing at all, one in 17 no night, one in
    13 no HRV, one in 7 no SpO2, two in 3 no weight; the first today and the two days before lack nothing.
    """

    def __init__(
        self,
        seed: int = 1,
        *,
        days: int = 60,
        today: date | None = None,
        activities: int | None = None,
        file_s: int | None = None,
        time_zone: str = "Europe/Berlin",
    ) -> None:
        self.seed, self.days, self.activities, self.file_s = seed, days, activities, file_s
        self.zone = ZoneInfo(time_zone)
        self._today = today
        self._first_today = self.today
        self.first_day = self.today - timedelta(days=days - 1)
        self.display_name = f"6f726d6c-0000-4000-8000-{seed:012d}"
        self.profile_id = 7_000_000 + seed
        self.nothing_today = False
        self._changed_days: dict[date, dict] = {}
        self._changed: dict[int, dict] = {}
        self._added: dict[int, Outing] = {}
        self._deleted: set[int] = set()
        self._known: tuple[date, list[Outing]] | None = None
        self._lock = RLock()
        self.truth = lru_cache(maxsize=4_096)(self._truth)
        self._drawn = lru_cache(maxsize=2)(self._draw)

    @property
    def today(self) -> date:
        return self._today or datetime.now(self.zone).date()

    def move_to(self, today: date) -> None:
        """Let the account live on another day."""
        self._today = today
        self.truth.cache_clear()

    def _truth(self, day: date) -> Truth:
        """The values of a local day; an empty one before the account began and after today."""
        if not self.first_day <= day <= self.today or (self.nothing_today and day == self.today):
            return Truth(day)
        truth = day_of(self.seed, day, self.zone, is_whole=day >= self._first_today - WHOLE)
        if day == self.today:
            truth = replace(truth, **dict.fromkeys(NOT_YET_TODAY))
        return replace(truth, **self._changed_days.get(day, {}))

    def truths(self, start: date, end: date) -> list[Truth]:
        """The days of [start, end], both included as Garmin's ranges are."""
        return [self.truth(start + timedelta(days=n)) for n in range((end - start).days + 1)]

    def change_day(self, day: date, **values: object) -> None:
        """Overwrite values of a day, None takes one away."""
        with self._lock:
            self._changed_days.setdefault(day, {}).update(values)
            self.truth.cache_clear()

    def withhold_today(self, *, withheld: bool = True) -> None:
        """Let today have nothing yet, as before the watch's first sync of the day."""
        self.nothing_today = withheld
        self.truth.cache_clear()

    def outings(self) -> list[Outing]:
        """Every activity there is, newest first, without the legs of a multisport one."""
        with self._lock:
            if self._known is None or self._known[0] != self.today:
                self._known = (self.today, self._all())
            known = self._known[1]
        place = next((place for place, each in enumerate(known) if self._is_over(each)), len(known))
        return known[place:]

    def _all(self) -> list[Outing]:
        drawn = [*self._drawn(self.today), *self._added.values()]
        found = [
            replace(each, **self._changed[each.id]) if each.id in self._changed else each
            for each in drawn
            if each.id not in self._deleted
        ]
        return sorted(found, key=lambda each: each.start, reverse=True)

    @property
    def manual(self) -> Outing:
        """The activity that was typed in by hand."""
        return next(each for each in self.outings() if each.is_manual)

    @property
    def triathlon(self) -> Outing:
        """The multisport activity."""
        return next(each for each in self.outings() if each.sport == "multisport")

    def outing(self, number: int) -> Outing | None:
        """The activity or the leg with that id."""
        for each in self.outings():
            for one in (each, *each.children):
                if one.id == number:
                    return one
        return None

    def add_activity(
        self, day: date | None = None, *, sport: str = "running", seconds: int = 1_800, hour: int = 12
    ) -> Outing:
        """Make a new activity at noon of `day` (today); in the present it ended just now at the latest."""
        day = day or self.today
        moment = datetime.combine(day, time(hour, len(self._added) % 60), self.zone)
        if self._today is None:
            moment = min(
                moment, datetime.now(self.zone).replace(microsecond=0) - timedelta(seconds=seconds + 60)
            )
        offset = moment.utcoffset() or timedelta()
        with self._lock:
            number = identity(self.seed, day, 0) + 5_000_000 + 4 * len(self._added)
            made = Outing(
                number,
                sport,
                f"New {NAMES[sport].lower()}",
                moment.astimezone(UTC),
                round(offset.total_seconds()),
                seconds,
            )
            self._added[number] = made
            self._known = None
        return made

    def edit_activity(self, number: int, **values: object) -> None:
        """Change fields of an activity (`name`, `sport`, `seconds`, `start`)."""
        with self._lock:
            self._changed.setdefault(number, {}).update(values)
            self._known = None

    def delete_activity(self, number: int) -> None:
        with self._lock:
            self._deleted.add(number)
            self._added.pop(number, None)
            self._known = None

    def original(self, outing: Outing) -> bytes | None:
        """The zip of the original file as the download gives it; None for one without file."""
        if outing.is_manual:
            return None
        return recording.zipped({f"{outing.id}_ACTIVITY.fit": outing.file})

    def _draw(self, today: date) -> tuple[Outing, ...]:
        picked = sorted(self._pick(self._slots()), key=lambda each: each.start, reverse=True)
        since = (today - self._first_today).days
        later = [self._first_today + timedelta(days=n) for n in range(1, since + 1)]
        return (*_unusual(picked), *(made for day in later if (made := self._made(day, 0))))

    def _slots(self) -> list[Outing]:
        days = [self.first_day + timedelta(days=n) for n in range(self.days)]
        made = [one for day in days if (one := self._made(day, 0))]
        if self.activities is not None and self.activities > len(made):
            made += [one for day in days if (one := self._made(day, 1))]
        return made

    def _pick(self, made: list[Outing]) -> list[Outing]:
        wanted = len(made) if self.activities is None else min(self.activities, len(made))
        return [made[-1 - place * len(made) // wanted] for place in range(wanted)]

    def _made(self, day: date, slot: int) -> Outing | None:
        return outing_of(self.seed, day, slot, self.zone, self.file_s)

    def _is_over(self, outing: Outing) -> bool:
        """In the present nothing is listed before it ended; a day named by a test is over."""
        return self._today is not None or outing.start + timedelta(seconds=outing.seconds) <= datetime.now(
            UTC
        )


def _unusual(newest: list[Outing]) -> list[Outing]:
    """One typed in by hand, one of three sports."""
    changes: dict[int, Callable[[Outing], Outing]] = {
        2: lambda one: replace(one, is_manual=True, name="Typed in by hand"),
        4: lambda one: replace(one, sport="multisport", name="Short triathlon", seconds=one.seconds // 3 * 3),
    }
    return [changes.get(place, lambda one: one)(each) for place, each in enumerate(newest)]
