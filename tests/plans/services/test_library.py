from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from config.core.errors import DataChangedError, DataValidationError
from plans.models import PlannedSession, WorkoutTemplate
from plans.services.library import plan_from_template, remove_template, save_template

MONDAY = date(2026, 11, 23)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def save(runner):
    return partial(save_template, athlete=runner, user=runner.user, sport="running", name="Hills")


def test_a_workout_is_kept_changed_and_planned(runner, save):
    row = save(text="- 45m Z2", kind="easy")
    save(template=row, revision=1, text="- 50m Z2", kind="easy", note="In the woods.")

    row = WorkoutTemplate.objects.get()
    assert (row.name, row.minutes, row.note, row.revision) == ("Hills", 50, "In the woods.", 2)
    assert row.created_by == runner.user
    planned = plan_from_template(template=row, user=runner.user, day=MONDAY)
    assert (planned.title, planned.minutes, planned.note, planned.kind) == (
        "Hills",
        50,
        "In the woods.",
        "easy",
    )


def test_a_removed_one_gives_its_name_back_and_its_sessions_stay(runner, save):
    row = save(text="- 45m Z2")
    plan_from_template(template=row, user=None, day=MONDAY)

    remove_template(template=row, user=runner.user)

    assert not WorkoutTemplate.objects.alive().exists()
    assert PlannedSession.objects.shown().count() == 1
    assert save(text="- 30m Z2").pk != row.pk


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"text": "- 10m 250W", "sport": "cycling"}, "TARGET_ABSOLUTE", "text"),
        ({"text": "- 10m 150 bpm"}, "TARGET_ABSOLUTE", "text"),
        ({"text": "- 10m Z2"}, "TEMPLATE_NAME_TAKEN", "name"),
        ({"text": "- 10 Z2", "name": "Other"}, "WORKOUT_INVALID", "text"),
        ({"text": "- 10m Z2", "name": " "}, "DATA_INVALID", "name"),
    ],
)
def test_what_cannot_be_kept_is_told_by_field(save, fields, code, field):
    save(text="- 45m Z2")

    with pytest.raises(DataValidationError) as raised:
        save(**fields)

    assert (raised.value.code, list(raised.value.fields)) == (code, [field])
    assert WorkoutTemplate.objects.count() == 1


def test_who_has_not_seen_the_newest_does_not_overwrite_it(save):
    row = save(text="- 45m Z2")
    save(template=row, text="- 50m Z2")

    with pytest.raises(DataChangedError):
        save(template=row, revision=1, text="- 55m Z2")
