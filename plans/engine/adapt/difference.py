"""From sessions that were planned anew to as few changes as possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from metrics.science.signals.model import Evidence
from plans.engine.adapt.ahead import Window
from plans.engine.adapt.draft import Draft
from plans.engine.rules import Session

type Same = Callable[[Session, Session], bool]


def put_plan(
    draft: Draft, planned: Sequence[Session], window: Window, why: str, told: tuple[Evidence, ...]
) -> None:
    """The free sessions of the draft on days of the window become the planned ones.

    First what stays as it is, then another session in the place of one on the same day, then the same kind
    on another day of its week; the rest goes, or is added.
    """
    start, end = window
    old, new = draft.free(start, end), [each for each in planned if start <= each.day < end]
    for same in (_is_same, _is_same_kind_and_day, _is_same_day, _is_same_kind_and_week):
        for uid, before in list(old):
            after = next((each for each in new if same(before, each)), None)
            if after is None:
                continue
            if same is not _is_same:
                draft.put(uid, replace(after, slot=before.slot), why, *told)
            old.remove((uid, before))
            new.remove(after)
    for uid, _ in old:
        draft.put(uid, None, why, *told)
    for session in new:
        draft.add(session, why, *told)


def _is_same(before: Session, after: Session) -> bool:
    return _is_same_kind_and_day(before, after) and before.minutes == after.minutes


def _is_same_kind_and_day(before: Session, after: Session) -> bool:
    return _is_same_day(before, after) and before.kind == after.kind


def _is_same_day(before: Session, after: Session) -> bool:
    return before.day == after.day and before.sport == after.sport


def _is_same_kind_and_week(before: Session, after: Session) -> bool:
    mondays = [each.day - timedelta(days=each.day.weekday()) for each in (before, after)]
    return mondays[0] == mondays[1] and before.kind == after.kind and before.sport == after.sport
