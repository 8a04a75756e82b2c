"""Two writers of one athlete's plan wait for each other, and nobody overwrites what they have not seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models

from athletes.models import Athlete
from config.core.errors import DataChangedError, DataNotFoundError, DataValidationError
from config.core.models import Deletable
from metrics.services.locking import lock

FARTHEST = timedelta(days=730)


def locked[Row: Deletable](row: Row, athlete: Athlete, *, revision: int | None = None) -> Row:
    """The row as stored, once whoever else writes about the athlete is done. Needs a transaction.

    Raises DataNotFoundError when it was removed meanwhile, DataChangedError unless it is at `revision`.
    """
    lock(athlete)
    rows = type(row).objects.alive().select_for_update(of=("self",))
    found: Row | None = rows.filter(pk=row.pk).first()
    if found is None:
        raise DataNotFoundError("This was removed in the meantime.")
    if revision is not None and found.revision != revision:
        raise DataChangedError
    return found


def refuse(code: str, message: str, *, field: str = "") -> NoReturn:
    """Raise DataValidationError under a stable code, for a field if one is to blame."""
    raise DataValidationError(message, code=code, fields={field: [message]} if field else None)


def check_day(athlete: Athlete, day: date) -> None:
    """Raise DataValidationError for a day before the athlete's today or over two years ahead."""
    if day < athlete.today():
        refuse("SESSION_IN_PAST", "What lies in the past stays as it was.", field="day")
    if day > athlete.today() + FARTHEST:
        refuse("DAY_TOO_FAR", "This day is more than two years ahead.", field="day")


def check_fields(row: models.Model, **options: Any) -> None:
    """Raise DataValidationError by field unless every value fits its column; asks the database nothing."""
    relations = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=relations, **options)
    except ValidationError as error:
        raise DataValidationError(fields=error.message_dict) from error
