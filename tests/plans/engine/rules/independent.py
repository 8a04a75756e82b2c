"""The rules once more, by another way: from dates, minutes and loads alone, with nothing of the checker's."""

from __future__ import annotations

import math
from datetime import date, timedelta
from statistics import mean, pstdev

from plans.engine.forecast import race_load, race_seconds
from plans.engine.rules import Judged, Session

DAY = timedelta(days=1)


class Independent:
    """Values of rules by number; None where there is nothing to measure."""

    def __init__(self, plan: Judged) -> None:
        self.spec, self.weeks = plan.spec, plan.season.weeks
        self.first, self.last = plan.season.start, plan.season.end - DAY
        self.days = [self.first + each * DAY for each in range((self.last - self.first).days + 1)]
        self.on = {day: [each for each in plan.sessions if each.day == day] for day in self.days}
        self.races = {race.date: race for race in plan.spec.races}
        self.tapers = [phase for phase in plan.season.phases if phase.name == "taper"]
        self.fitness, self.fatigue = self._averages(42), self._averages(7)

    def _averages(self, days: int) -> dict[date, float]:
        state = self.spec.athlete
        value = state.fitness if days == 42 else state.fatigue
        found = {self.first - DAY: value}
        for day in self.days:
            load = sum(each.load for each in self.on[day])
            load += race_load(self.spec, self.races[day]) if day in self.races else 0
            value += (load - value) * (1 - math.exp(-1 / days))
            found[day] = value
        return found

    def _minutes(self, days: list[date]) -> int:
        return sum(each.minutes for day in days for each in self.on.get(day, []))

    def _endurance(self, days: list[date]) -> list[Session]:
        return [each for day in days for each in self.on.get(day, []) if each.kind != "strength"]

    def _back(self, end: date, count: int) -> list[date]:
        """So many days up to and with `end`."""
        return [end - each * DAY for each in range(count)]

    def ramp(self) -> float | None:
        gains = [
            self.fitness[day] - self.fitness[day - 7 * DAY]
            for day in self.days
            if day - 7 * DAY in self.fitness and not set(self._back(day, 7)) & set(self.races)
        ]
        return max(gains, default=None)

    def spike(self) -> float | None:
        worst = None
        for session in self._endurance(self.days):
            before = [each.minutes for each in self._endurance(self._back(session.day - DAY, 30))]
            if session.day < self.spec.today + 15 * DAY:
                before.append(self.spec.athlete.longest_30d_min)
            worst = max(worst or 0, session.minutes / max([30, *before]))
        return worst

    def growth(self) -> float:
        done = list(self.spec.athlete.weekly_min_last6) or [round(self.spec.athlete.fitness * 7 / 0.9)]
        found = []
        for week in self.weeks:
            minutes = self._minutes(list(week.days))
            found.append(minutes / max([90, *done[-3:]]))
            done.append(minutes)
        return max(found)

    def neighbours(self) -> float:
        hard = {day for day in self.days if any(each.hard for each in self.on[day])}
        either = hard | set(self.races)
        return float(sum({day, day + DAY} <= either and bool({day, day + DAY} & hard) for day in either))

    def rest(self) -> float | None:
        whole = [week.days for week in self.weeks if len(week.days) == 7]
        return min(
            (sum(not self.on[day] and day not in self.races for day in days) for days in whole), default=None
        )

    def monotony(self) -> float | None:
        found = []
        for week in self.weeks:
            loads = [sum(each.load for each in self.on[day]) for day in week.days]
            if len(loads) == 7 and any(loads):
                found.append(min(mean(loads) / pstdev(loads), 10) if pstdev(loads) else 10.0)
        return max(found, default=None)

    def form(self) -> list[float]:
        eves = [taper.end - 2 * DAY for taper in self.tapers]
        return [self.fitness[eve] - self.fatigue[eve] for eve in eves]

    def loss(self) -> list[float]:
        found = []
        for taper in self.tapers:
            days = self._back(taper.end - 2 * DAY, (taper.end - taper.start).days)
            found.append(1 - self.fitness[days[0]] / max(self.fitness[day] for day in days))
        return found

    def easy(self, since: date) -> float | None:
        sessions = [each for each in self._endurance(self.days) if each.day >= since]
        total = sum(each.z1_min + each.z2_min + each.z3_min for each in sessions)
        return sum(each.z1_min for each in sessions) / total if total else None

    def availability(self) -> float:
        closed = [*self.spec.blackouts, *self.spec.illness]
        faults = 0
        for day, sessions in self.on.items():
            room = self.spec.room[day.weekday()]
            shut = day in self.races or any(each.start <= day < each.end for each in closed)
            faults += len(sessions) > (0 if shut else room.sessions) or self._minutes([day]) > (
                0 if shut else room.minutes
            )
        cap = self.spec.weekly_cap_min or math.inf
        return float(faults + sum(self._minutes(list(week.days)) > cap for week in self.weeks))

    def around_races(self) -> float:
        faults = 0
        for day, race in self.races.items():
            if not self.first <= day <= self.last:
                continue
            eve, after = self.on.get(day - DAY, []), self.on.get(day + DAY, [])
            faults += bool(self.on[day])
            if race.priority == "C":
                faults += any(each.hard for each in [*eve, *after])
                continue
            late = [*eve, *self.on.get(day - 2 * DAY, [])]
            faults += any(each.hard or each.kind == "long" for each in late)
            faults += sum(each.minutes for each in eve) > 30
        return float(faults)

    def long_run(self) -> float | None:
        slow = any(race_seconds(self.spec, race) > 4 * 3600 for race in self.spec.goals)
        parts = []
        for week in self.weeks:
            runs = [each.minutes for each in self._endurance(list(week.days))]
            if len(week.days) == 7 and runs and week.kind != "race":
                parts.append(max(runs) / (180 if slow else 150))
                parts += [max(runs) / sum(runs) / 0.38] if len(runs) >= 4 else []
        return max(parts, default=None)
