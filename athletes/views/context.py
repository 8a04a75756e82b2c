"""What the profile page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest

from athletes.access import athletes
from athletes.forms import CHOICES, ProfileForm, ThresholdForm, show_value
from athletes.models import Athlete, Threshold
from config.core.formatting import Shown, Units


@dataclass(frozen=True)
class ThresholdRow:
    """`until` is the day the next one begins; `holds` says that it is the one of today."""

    threshold: Threshold
    label: str
    shown: Shown
    until: date | None
    holds: bool


@dataclass(frozen=True)
class SportThresholds:
    """What holds today in one sport, and every other value, newest first."""

    sport: str
    current: list[ThresholdRow]
    others: list[ThresholdRow]

    @property
    def has_later(self) -> bool:
        """Whether one of the others has not begun yet."""
        return any(row.until is None for row in self.others)


def units_of(athlete: Athlete) -> Units:
    return cast(Units, athlete.units)


def may_write(request: HttpRequest, athlete: Athlete) -> bool:
    return athletes(request.user, data="profile", action="write").filter(pk=athlete.pk).exists()


def profile_context(
    request: HttpRequest,
    athlete: Athlete,
    *,
    form: ProfileForm | None = None,
    threshold_form: ThresholdForm | None = None,
) -> dict[str, Any]:
    """Everything the page and its part with the thresholds need; fields are locked for who may only read."""
    writable = may_write(request, athlete)
    form = form or ProfileForm(instance=athlete)
    for field in form.fields.values():
        field.disabled = not writable
    return {
        "athlete": athlete,
        "form": form,
        "threshold_form": threshold_form or blank_form(athlete, request.GET.get("change", "")),
        "sports": list(thresholds_by_sport(athlete)),
        "may_write": writable,
    }


def blank_form(athlete: Athlete, change: str = "") -> ThresholdForm:
    """A form for a new threshold from today on, or filled with the one whose uid is `change`."""
    units = units_of(athlete)
    threshold = _named(athlete, change)
    if threshold is None:
        return ThresholdForm(units=units, initial={"valid_from": athlete.today()})
    initial = {
        "threshold": f"{threshold.sport}:{threshold.kind}",
        "value": show_value(threshold.value, threshold.kind, units).number,
        "valid_from": threshold.valid_from,
    }
    return ThresholdForm(units=units, initial=initial)


def thresholds_by_sport(athlete: Athlete) -> Iterator[SportThresholds]:
    """Sports that have any threshold, in the order in which the form offers them."""
    found = list(Threshold.objects.for_athlete(athlete).order_by("-valid_from"))
    for sport, entries in CHOICES:
        rows = [row for key, kind, label in entries for row in _rows(found, key, kind, label, athlete)]
        if rows:
            holding = [row for row in rows if row.holds]
            yield SportThresholds(sport, holding, [row for row in rows if not row.holds])


def _rows(
    found: Iterable[Threshold], sport: str, kind: str, label: str, athlete: Athlete
) -> Iterator[ThresholdRow]:
    same = [each for each in found if (each.sport, each.kind) == (sport, kind)]
    current = _current(same, athlete.today())
    until = None
    for each in same:
        shown = show_value(each.value, kind, units_of(athlete))
        yield ThresholdRow(each, label, shown, until, each is current)
        until = each.valid_from


def _current(newest_first: list[Threshold], today: date) -> Threshold | None:
    """The newest that has begun; before the first one, the first one holds."""
    begun = (each for each in newest_first if each.valid_from <= today)
    return next(begun, newest_first[-1] if newest_first else None)


def _named(athlete: Athlete, uid: str) -> Threshold | None:
    try:
        return Threshold.objects.for_athlete(athlete).filter(uid=UUID(uid)).first()
    except ValueError:
        return None
