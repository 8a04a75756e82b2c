"""Leave to send an athlete's evidence to Claude: given and taken back by the athlete alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from analysis.errors import ConsentNotYoursError
from analysis.models import AIPreferences, Analysis, AnalysisRecord, BatchItem, Conversation
from analysis.services import chatting
from analysis.weekly import next_weekly
from athletes.models import Athlete, User
from config.core import audit
from config.core.errors import DataValidationError

CHANGEABLE = frozenset(
    {
        *("tone", "sends_notes", "sends_cycle", "sends_profile"),
        *("writes_daily", "writes_weekly", "writes_activities", "weekly_weekday", "weekly_hour"),
        *("answers_per_day", "monthly_usd"),
    }
)
WITHDRAWN = "Consent was withdrawn."
OWN_WORDS = frozenset({"notes", "memory", "profile"})
"""Sections of a pack that are there for an AI alone."""


def agree(*, athlete: Athlete, by: User) -> AIPreferences:
    """Let Claude explain this athlete's data from now on. Raises ConsentNotYoursError for anybody else."""
    _check_own(athlete, by)
    with transaction.atomic():
        row = _locked(athlete)
        if row.consented_at is None:
            row.consented_at, row.consented_by = timezone.now(), by
            row.next_weekly_at = next_review(row, row.consented_at)
            row.save()
            audit.record(by.uid, "ai.agreed", athlete.uid)
    return row


def withdraw(*, athlete: Athlete, by: User, erases_chats: bool) -> None:
    """Send and say nothing more, and erase what was sent and answered; analyses stay, chats only if wanted.

    What it has cost stays in the ledger. Raises ConsentNotYoursError for anybody else.
    """
    _check_own(athlete, by)
    with transaction.atomic():
        row = _locked(athlete)
        was_given = row.consented_at is not None
        row.consented_at = row.consented_by = row.next_weekly_at = None
        row.save()
        chatting.stop_all(athlete=athlete)
        _erase_what_was_sent(athlete)
        if erases_chats:
            Conversation.objects.for_athlete(athlete).delete()
        if was_given:
            audit.record(by.uid, "ai.withdrawn", athlete.uid, {"erases_chats": erases_chats})


def change_preferences(*, athlete: Athlete, by: User, **changes: Any) -> AIPreferences:
    """Save some of CHANGEABLE. Raises DataValidationError for others and for what the fields do not take.

    Raises ConsentNotYoursError for anybody but the athlete: what is sent and spent is theirs to say.
    """
    _check_own(athlete, by)
    if unknown := sorted(changes.keys() - CHANGEABLE):
        raise DataValidationError(
            "These cannot be changed here.", fields={name: ["Unknown."] for name in unknown}
        )
    with transaction.atomic():
        row = _locked(athlete)
        before = {name: str(getattr(row, name)) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
        _check_values(row, changes)
        row.next_weekly_at = next_review(row, timezone.now())
        row.save()
        row.refresh_from_db()
        changed = sorted(name for name, value in before.items() if str(getattr(row, name)) != value)
        if changed:
            audit.record(by.uid, "ai.preferences_changed", athlete.uid, {"changed": changed})
    return row


def next_review(row: AIPreferences, after: datetime) -> datetime | None:
    """When the next weekly review is due; None without consent or when none is wanted."""
    if row.consented_at is None or not row.writes_weekly:
        return None
    return next_weekly(after, weekday=row.weekly_weekday, hour=row.weekly_hour, zone=row.athlete.zone)


def _check_own(athlete: Athlete, by: User) -> None:
    if athlete.user_id != by.pk:
        raise ConsentNotYoursError


def _locked(athlete: Athlete) -> AIPreferences:
    return AIPreferences.objects.select_for_update().get_or_create(athlete=athlete)[0]


def _check_values(row: AIPreferences, names: Any) -> None:
    others = {field.name for field in row._meta.fields} - set(names)
    try:
        row.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise DataValidationError("Some of this cannot be saved.", fields=error.message_dict) from error


def _erase_what_was_sent(athlete: Athlete) -> None:
    """What waits in a batch is blanked, so that its cost can be booked and its answer is not read."""
    AnalysisRecord.objects.filter(analysis__athlete=athlete).delete()
    items = BatchItem.objects.filter(athlete=athlete)
    items.filter(state=BatchItem.State.WAITING).update(state=BatchItem.State.FAILED, reason=WITHDRAWN)
    items.update(pack={}, sent="", shrink_steps=[])
    for analysis in Analysis.objects.filter(athlete=athlete, engine=Analysis.Engine.CLAUDE):
        _forget_own_words(analysis)


def _forget_own_words(analysis: Analysis) -> None:
    """The numbers that its sentences cite stay; what only an AI was told goes."""
    pack = {name: part for name, part in analysis.pack.items() if name not in OWN_WORDS}
    if pack != analysis.pack:
        analysis.pack = pack
        analysis.save(update_fields=["pack"])
