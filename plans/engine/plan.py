"""The whole plan: the season from above, then one week after the other, then the verdict of the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from plans.engine.macro import Season, Week, season_of
from plans.engine.relax import Engine, settle
from plans.engine.rules import Judged, Session, Verdict, check, not_asked, score
from plans.engine.solver import BUDGETS
from plans.engine.spec import Spec
from plans.engine.syntax import print_workout
from plans.engine.week import Choice, Published, Situation, Targets, Wish, build_week, targets_of
from plans.engine.words import why

type Status = Literal["ok", "finish_only", "infeasible"]

NOTHING_PUBLISHED: Published = {}


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A wish that one week could not keep."""

    week: Week
    wish: Wish


@dataclass(frozen=True, slots=True)
class Plan:
    """`targets` and `judged.season.weeks` belong together; an infeasible plan has no sessions."""

    status: Status
    blocking: tuple[str, ...]
    judged: Judged
    targets: tuple[Targets, ...]
    given_up: tuple[GivenUp, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def score(self) -> float:
        return score(self.verdicts)


def make_plan(
    spec: Spec,
    *,
    engine: Engine = "exact",
    published: Published = NOTHING_PUBLISHED,
    budgets: tuple[float, ...] = BUDGETS,
    season: Season | None = None,
) -> Plan:
    """The same plan for the same wish, on any machine; one that breaks a hard rule is never returned.

    `published` are sessions that the athlete was told already, (kind, minutes) by day: they are kept where
    nothing speaks against it. `budgets` are the exact solver's, in deterministic seconds. `season` is
    one that is in force already; without it the season is planned as well.
    """
    season = season_of(spec) if season is None else season
    judged = Judged(spec, season, ())
    targets: list[Targets] = []
    given_up: list[GivenUp] = []
    for week in season.weeks:
        now = Situation(judged, week)
        targets.append(targets_of(now))
        model = build_week(now, targets[-1], published)
        settled = settle(model, engine=engine, budgets=budgets)
        chosen = tuple(model.choices[at] for at in settled.chosen)
        judged = replace(judged, sessions=judged.sessions + _sessions(now, chosen))
        given_up += [GivenUp(week, wish) for wish in settled.given_up]
    return _answered(judged, tuple(targets), tuple(given_up))


def _answered(judged: Judged, targets: tuple[Targets, ...], given_up: tuple[GivenUp, ...]) -> Plan:
    verdicts = check(judged)
    blocking = _blocking(judged, verdicts)
    if blocking:
        return Plan("infeasible", blocking, replace(judged, sessions=()), targets, (), not_asked(verdicts))
    status: Status = "finish_only" if judged.season.finish_only else "ok"
    return Plan(status, (), judged, targets, given_up, verdicts)


def _blocking(judged: Judged, verdicts: tuple[Verdict, ...]) -> tuple[str, ...]:
    """Names of what leaves no plan: hard rules that are broken, or what closes every day."""
    broken = tuple(each.rule.name for each in verdicts if each.breaks_plan)
    if broken or judged.sessions:
        return broken
    return tuple(_closed_by(judged.spec, judged.season)) or ("availability",)


def _closed_by(spec: Spec, season: Season) -> list[str]:
    days = [day for week in season.weeks for day in week.days if spec.room[day.weekday()].sessions]
    reasons = {"blackouts": spec.blackouts, "illness": spec.illness}
    found = [name for name, closed in reasons.items() if any(day in each for day in days for each in closed)]
    left = [day for day in days if not any(day in each for each in (*spec.blackouts, *spec.illness))]
    return found + ["races"] * any(map(spec.race_on, left))


def _sessions(now: Situation, chosen: tuple[Choice, ...]) -> tuple[Session, ...]:
    """By day, the one that matters most first."""
    ordered = sorted(chosen, key=lambda choice: (choice.day, not choice.entry.is_hard, -choice.entry.load))
    found: list[Session] = []
    for choice in ordered:
        slot = 1 + sum(session.day == choice.date for session in found)
        found.append(_session(now, choice, slot))
    return tuple(found)


def _session(now: Situation, choice: Choice, slot: int) -> Session:
    each = choice.entry
    return Session(
        day=choice.date,
        slot=slot,
        sport=each.sport.value,
        kind=each.kind,
        minutes=each.minutes,
        load=each.load,
        hard=each.is_hard,
        z1_min=each.z1_min,
        z2_min=each.z2_min,
        z3_min=each.z3_min,
        text=print_workout(each.steps, each.sport, each),
        why=why(now.plan.season, now.week, choice),
        steps=each.steps,
    )
