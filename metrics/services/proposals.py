"""Proposing thresholds, and taking the athlete's answer. Nothing changes without one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from athletes.models import Athlete, User
from athletes.services import set_threshold
from config.core import cache
from config.core.errors import DataValidationError
from metrics.models import ThresholdProposal
from metrics.science.proposals import DatedEffort, differs
from metrics.selectors.proposals import Key, Proposable, proposable
from metrics.services.locking import lock
from notifications.services import notify

UNITS = {"power_w": "W", "heart_rate_bpm": "bpm", "speed_mps": "m/s"}
State = ThresholdProposal.State


def propose_thresholds(*, athlete_id: int) -> None:
    """Bring the proposals that wait in line with what the data say today. Safe to repeat, and with two
    workers at once: the second waits, and finds what the first has proposed.

    A proposal is updated while its value hardly changes, replaced when it clearly does, and outdated when the
    data no longer speak for it. What was refused is proposed again only with a clearly different value.
    """
    athlete = Athlete.objects.select_related("user").filter(pk=athlete_id).first()
    if athlete is None:
        return
    found = {(each.sport, each.kind): each for each in proposable(athlete, athlete.today())}
    with transaction.atomic():
        lock(athlete)
        waiting = {(row.sport, row.kind): row for row in _locked(athlete)}
        refused = _refused(athlete) if found else {}
        changes = [
            _settle(athlete, waiting.get(key), found.get(key), refused.get(key)) for key in {*waiting, *found}
        ]
        if any(changes):
            cache.forget(athlete.pk)


def accept_proposal(*, proposal: ThresholdProposal, user: User) -> None:
    """Put the value in force from the effort's day on. Raises DataValidationError when it was answered."""
    with transaction.atomic():
        row = _open(proposal)
        set_threshold(
            athlete=row.athlete, sport=row.sport, kind=row.kind, value=_rounded(row), valid_from=row.on
        )
        _answer(row, State.ACCEPTED, user)


def refuse_proposal(*, proposal: ThresholdProposal, user: User) -> None:
    """Keep the threshold as it is. Raises DataValidationError when the proposal was answered."""
    with transaction.atomic():
        _answer(_open(proposal), State.REFUSED, user)


def _locked(athlete: Athlete) -> list[ThresholdProposal]:
    return list(ThresholdProposal.objects.for_athlete(athlete).waiting().select_for_update())


def _refused(athlete: Athlete) -> dict[Key, float]:
    """The value that was refused last, for each threshold."""
    rows = ThresholdProposal.objects.for_athlete(athlete).filter(state=State.REFUSED).order_by("decided_at")
    return {(sport, kind): value for sport, kind, value in rows.values_list("sport", "kind", "value")}


def _settle(
    athlete: Athlete, row: ThresholdProposal | None, found: Proposable | None, refused: float | None
) -> bool:
    """True when something was written."""
    if found is not None and refused is not None and not differs(found.kind, found.finding.value, refused):
        found = None
    if row is not None and (found is None or differs(row.kind, found.finding.value, row.value)):
        row.state = State.OUTDATED
        row.save(update_fields=["state"])
        row, was_outdated = None, True
    else:
        was_outdated = False
    if found is None:
        return was_outdated
    return _propose(athlete, found) if row is None else _update(row, _fields(found))


def _propose(athlete: Athlete, found: Proposable) -> bool:
    row = ThresholdProposal.objects.create(
        athlete=athlete, sport=found.sport, kind=found.kind, **_fields(found)
    )
    notify(
        user=athlete.user,
        kind="threshold_proposal",
        key=str(row.uid),
        context={
            "sport": row.sport,
            "threshold": row.kind,
            "value": row.value,
            "current": row.current,
            "units": athlete.units,
        },
        url=reverse("metrics:proposals", kwargs={"athlete": "me"}),
        athlete=athlete,
    )
    return True


def _update(row: ThresholdProposal, fields: dict[str, Any]) -> bool:
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def _fields(found: Proposable) -> dict[str, Any]:
    finding = found.finding
    return {
        "value": round(finding.value, 1),
        "current": found.current,
        "low": round(finding.low, 1),
        "high": round(finding.high, 1),
        "on": finding.day,
        "method": finding.method,
        "evidence": [_evidence(each) for each in finding.evidence],
    }


def _evidence(effort: DatedEffort) -> dict[str, Any]:
    kind, _, uid = effort.key.rpartition(":")
    return {
        "metric": effort.metric,
        "date": effort.day.isoformat(),
        "value": round(effort.value, 4),
        "unit": UNITS[effort.metric],
        "duration_s": round(effort.duration_s, 1),
        "distance_m": effort.distance_m,
        "activity_uid": None if kind == "race" else uid or None,
    }


def _rounded(row: ThresholdProposal) -> float:
    """Whole watts, beats and seconds, as athletes know them."""
    return float(round(row.value))


def _open(proposal: ThresholdProposal) -> ThresholdProposal:
    rows = ThresholdProposal.objects.select_for_update(of=("self",)).select_related("athlete")
    row: ThresholdProposal = rows.get(pk=proposal.pk)
    if row.state != State.WAITING:
        raise DataValidationError("This proposal was answered already, or newer data replaced it.")
    return row


def _answer(row: ThresholdProposal, state: str, user: User) -> None:
    row.state, row.decided_at, row.decided_by = state, timezone.now(), user
    row.save(update_fields=["state", "decided_at", "decided_by"])
    cache.forget(row.athlete_id)
