"""A row of one person in every table that holds rows of people, whatever tables there will be."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from athletes import vault
from athletes.models import Athlete
from config.core import audit
from config.core.ids import uuid7
from config.core.models import PackedJSONField
from config.core.personal import Person, Table, person_of, tables
from metrics.science.codec import encode_channel

NOW, TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC), date(2026, 11, 20)
OVER = {
    "athletes.Threshold": {"sport": "cycling", "kind": "ftp_w", "value": 250},
    "athletes.CoachLink": {"role": "coach", "coach": "other"},
    "athletes.DataRead": {"viewer": "other"},
    "athletes.CoachInvitation": {"coach": None},
    "analysis.AIUsage": {"model": "claude", "purpose": "weekly"},
    "analysis.SpendAccount": {"scope": "athlete"},
    "mfa.Authenticator": {"type": "totp"},
}
MADE_BY_RECORD = {"core.AuditEvent", "core.AuditPayload"}


def one_of_everything(athlete: Athlete, other: models.Model, word: str) -> Person:
    """`word` stands in every text; `other` is a user who has to do with the athlete."""
    person = person_of(athlete.user, athlete)
    vault.seal(athlete=athlete, purpose="garmin_key", data={"key": word})
    audit.record(athlete.user.uid, "consent.asked", athlete.uid, {"email": word})
    world: dict[type[models.Model], Any] = {type(athlete): athlete, type(athlete.user): athlete.user}
    for table in tables():
        if table.label in MADE_BY_RECORD:
            continue
        row = table.rows(person).first() or _made(table, world, person, other, word)
        world.setdefault(table.model, row)
    return person


def _made(
    table: Table, world: dict[type[models.Model], Any], person: Person, other: models.Model, word: str
) -> models.Model:
    values: dict[str, Any] = {}
    over = OVER.get(table.label, {})
    for field in table.model._meta.concrete_fields:
        if field.name in over:
            value = over[field.name]
            values[field.name] = {"other": other, "athlete": f"athlete:{person.athlete_pk}"}.get(value, value)
        elif field.name in table.uid:
            values[field.name] = person.uids[0]
        elif isinstance(field, models.ForeignKey):
            if field.related_model not in world and not field.null:
                # What belongs to nobody: prices, prompts, batches.
                world[field.related_model] = _of_nobody(field.related_model)
            if field.related_model in world:
                values[field.name] = world[field.related_model]
        elif not field.primary_key and not (field.has_default() and not _is_text(field)):
            values[field.name] = _value(field, word)
    row = table.model(**values)
    row.save()
    assert table.rows(person).exists(), table.label
    return row


def _of_nobody(model: type[models.Model]) -> models.Model:
    own = [each for each in model._meta.concrete_fields if not each.primary_key and not each.has_default()]
    values = {each.name: _value(each, "of nobody") for each in own}
    return model._base_manager.first() or model._base_manager.create(**values)


def _is_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.TextField) or (
        isinstance(field, models.CharField) and not field.choices and not isinstance(field, models.FileField)
    )


def _value(field: models.Field[Any, Any], word: str) -> Any:
    if field.choices:
        return "" if field.blank else field.choices[0][0]
    if isinstance(field, models.FileField):
        return ""
    if _is_text(field):
        text = hashlib.sha256(word.encode()).hexdigest() if "sha256" in field.name else word
        return text[: field.max_length] if field.max_length else text
    if field.null:
        return None
    if field.name == "end":
        return TODAY + timedelta(days=1)
    plain: list[tuple[Any, Any]] = [
        (models.DateTimeField, NOW),
        (models.DateField, TODAY),
        (models.TimeField, time(6)),
        (models.UUIDField, uuid7()),
        (PackedJSONField, {"text": word}),
        (models.BinaryField, b""),
        (models.JSONField, {"text": word}),
        (models.BooleanField, False),
        (models.DecimalField, Decimal(1)),
        (models.FloatField, 1.0),
        (models.IntegerField, 1),
        (models.GenericIPAddressField, "127.0.0.1"),
    ]
    return next(value for kind, value in plain if isinstance(field, kind))


def channel(values: Any) -> bytes:
    """A stored channel in steps of one."""
    return encode_channel(values, 1.0)
