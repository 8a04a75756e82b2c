"""What people do with advice: accept it, set it aside, have it done, or leave it open after all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from analysis.models import Advice, Analysis
from analysis.selectors.advice import advised, is_workout
from analysis.selectors.seeing import hidden_from, reads_its_words
from athletes.access import granted
from athletes.models import Athlete, User
from config.core import cache
from config.core.errors import DataNotFoundError
from plans.models import PlannedSession
from plans.services.sessions.writing import add_session

WORKOUT = "workout"


def act_on_advice(*, analysis: Analysis, user: User, key: str, state: str) -> Advice:
    """Note what `user` does with the recommendation ("R1") or workout ("W1") of an analysis.

    A workout that is accepted goes into the calendar, once as long as it stands there. Raises
    DataNotFoundError for advice that is not there or that `user` reads in other words, for a workout where
    they may not write the plan, and what the calendar refuses; then nothing has changed.
    """
    part = advised(analysis.body, key)
    is_seen = reads_its_words(analysis, hidden_from(user, analysis.athlete))
    if part is None or analysis.status == Analysis.Status.DRAFT or not is_seen:
        raise DataNotFoundError("There is no such advice, or you may not see it.")
    with transaction.atomic():
        # Whoever acts on the same advice at the same time waits here.
        Analysis.objects.select_for_update().get(pk=analysis.pk)
        row = Advice.objects.filter(analysis=analysis, key=key).first() or _fresh(analysis, key, part)
        if state == Advice.State.ACCEPTED and is_workout(part):
            row.session_uid = _in_calendar(analysis.athlete, row) or _planned(analysis.athlete, user, part)
        if row.pk is None or row.state != state:
            row.state, row.author = state, user
            row.save()
        elif row.session_uid:
            row.save(update_fields=["session_uid"])
        cache.forget(analysis.athlete_id)
    return row


def _fresh(analysis: Analysis, key: str, part: Mapping[str, Any]) -> Advice:
    kind, category = WORKOUT, WORKOUT
    if not is_workout(part):
        kinds = {each["id"]: each["kind"] for each in analysis.body["findings"]}
        kind, category = kinds.get(part["finding_ids"][0], "other"), part["category"]
    return Advice(athlete=analysis.athlete, analysis=analysis, key=key, kind=kind, category=category)


def _in_calendar(athlete: Athlete, row: Advice) -> UUID | None:
    """The session that it became, unless that was taken out again."""
    rows = PlannedSession.objects.for_athlete(athlete).shown().filter(uid=row.session_uid)
    return row.session_uid if row.session_uid and rows.exists() else None


def _planned(athlete: Athlete, user: User, part: Mapping[str, Any]) -> UUID:
    if not granted(user, athlete, {"plan"}, action="write"):
        raise DataNotFoundError("There is no such calendar, or you may not change it.")
    session = add_session(
        athlete=athlete,
        user=user,
        day=date.fromisoformat(part["date"]),
        sport=part["sport"],
        steps=part["steps"],
        title=part["title"],
        note=part.get("purpose", ""),
    )
    return session.uid
