"""Writing the morning check-in."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from athletes.models import Athlete
from athletes.services.tombstones import bury
from metrics.models import CheckIn
from metrics.selectors.own_word import ANSWERS
from metrics.services.locking import lock
from metrics.services.own_days import check_day, day_changed

WRITABLE = (*ANSWERS, "note")


def save_check_in(*, athlete: Athlete, date: date, **answers: object) -> CheckIn:
    """Write down one morning: `feel, soreness, sleep_quality, stress` (1 bad to 5 good, None) and `note`.

    One row a day: a second time changes it, and what is not named stays. Raises ValidationError for a day to
    come, a step outside the scale, and a morning without any answer or note.
    """
    _refuse_unknown(answers)
    with transaction.atomic():
        lock(athlete)
        row = CheckIn.objects.for_athlete(athlete).filter(date=date).first() or CheckIn(
            athlete=athlete, date=date
        )
        _write(row, answers)
    return row


def change_check_in(*, check_in: CheckIn, **answers: object) -> CheckIn:
    """Change answers of a morning that is there. Raises ValidationError as `save_check_in` does."""
    _refuse_unknown(answers)
    with transaction.atomic():
        _write(check_in, answers)
    return check_in


def clear_check_in(*, check_in: CheckIn) -> None:
    """Forget what was said about a morning."""
    with transaction.atomic():
        bury(CheckIn.objects.filter(pk=check_in.pk))
        day_changed(check_in.athlete, check_in.date)


def _write(row: CheckIn, answers: dict[str, object]) -> None:
    for name, value in answers.items():
        setattr(row, name, value)
    check_day(row.athlete, row.date)
    if not row.note and all(getattr(row, name) is None for name in ANSWERS):
        raise ValidationError("Give at least one answer.")
    row.full_clean()
    row.save()
    day_changed(row.athlete, row.date)


def _refuse_unknown(answers: dict[str, object]) -> None:
    unknown = set(answers) - set(WRITABLE)
    if unknown:
        raise TypeError(f"cannot write {sorted(unknown)}")
