"""No table is forgotten when somebody takes their data along, or has them erased."""

import re

import pytest
from django.apps import apps
from django.db.models import CASCADE, PROTECT, SET_NULL, BinaryField, Field, FileField, ForeignKey, Model

from athletes.models import Athlete, User
from config.core.models import PackedJSONField
from config.core.personal import TABLES, Table

OF_NOBODY = {
    "analysis.Batch": "requests of many athletes, sent as one; what each asked is a BatchItem",
    "analysis.Price": "prices",
    "analysis.PromptVersion": "our own texts",
    "auth.Group": "roles of operators",
    "auth.Permission": "roles of operators",
    "contenttypes.ContentType": "names of tables",
    "core.AuditSeal": "hashes over events",
    "core.Breaker": "services outside",
    "core.Counter": "how often something happened, forgotten when its window ends, a day at most",
    "core.Heartbeat": "processes",
    "core.Incident": "the installation",
    "core.Lease": "what a process holds, for minutes",
    "core.MonitorRule": "the installation",
    "core.RetentionRule": "the installation",
    "core.TaskRun": "counts of tasks",
    "core.Turn": "services outside",
    "sessions.Session": "ended by a step of their own: they name nobody in a column",
    "django_celery_beat.ClockedSchedule": "the schedule",
    "django_celery_beat.CrontabSchedule": "the schedule",
    "django_celery_beat.IntervalSchedule": "the schedule",
    "django_celery_beat.PeriodicTask": "the schedule",
    "django_celery_beat.PeriodicTasks": "the schedule",
    "django_celery_beat.SolarSchedule": "the schedule",
}
SECRET = re.compile(r"secret|token|password|passwd|hash|cipher|wrapped|salt|session_key|^key$|sha256", re.I)
HARMLESS = {
    "analysis.Advice": "names a rule",
    "analysis.AIUsage": "tokens are what is paid for",
    "analysis.Analysis": "the hash of a pack that is taken along too",
    "athletes.ExternalId": "the hash of what a program sent, which is taken along too",
    "core.AuditEvent": "the hash that binds an event to its facts",
    "core.IdempotencyKey": "a key that a client made up for one request",
    "metrics.Origin": "the hash of a file that is taken along too",
    "notifications.Message": "names an event",
    "plans.SentWorkout": "the hash of a workout that is taken along too",
}


def tables_of_people() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.label not in OF_NOBODY]


def foreign_keys(model: type[Model]) -> list[ForeignKey]:
    return [each for each in model._meta.concrete_fields if isinstance(each, ForeignKey)]


def test_every_table_says_whose_its_rows_are() -> None:
    assert {model._meta.label for model in tables_of_people()} == set(TABLES)


def test_a_table_of_nobody_leads_to_nobody() -> None:
    owned = {Athlete, User, *(table.model for table in TABLES.values())}
    for label in OF_NOBODY:
        assert not [each for each in foreign_keys(apps.get_model(label)) if each.related_model in owned]


@pytest.mark.parametrize("label", sorted(TABLES))
def test_every_way_to_a_person_is_followed_or_is_cut_by_the_database(label: str) -> None:
    """A row that names a person is theirs; a row of somebody else forgets who did it (SET_NULL)."""
    table = TABLES[label]
    paths = {*table.athlete, *table.user}
    # The athlete of an account is its own table's way to it.
    paths |= {"user"} if table.model is Athlete else set()
    for each in foreign_keys(table.model):
        if each.related_model in (Athlete, User) and table.where is None:
            is_followed = each.name in paths or any(path.startswith(f"{each.name}__") for path in paths)
            assert is_followed or each.remote_field.on_delete is SET_NULL, each.name
        if each.related_model not in (Athlete, User):
            assert each.remote_field.on_delete in (CASCADE, SET_NULL, PROTECT), each.name


@pytest.mark.parametrize("label", sorted(TABLES))
def test_what_is_taken_along_can_be_read_and_opens_nothing(label: str) -> None:
    table = TABLES[label]
    own: list[Field] = [
        each for each in table.model._meta.concrete_fields if each.attname not in table.left_out
    ]
    if table.why_not_exported:
        return
    for each in own:
        is_readable = not isinstance(each, BinaryField) or isinstance(each, PackedJSONField)
        assert is_readable or each.attname in table.read, each.attname
        assert not isinstance(each, FileField) or each.attname in table.files, each.attname
        assert label in HARMLESS or not SECRET.search(each.attname), each.attname


@pytest.mark.parametrize("label", sorted(TABLES))
def test_what_is_named_exists(label: str) -> None:
    table: Table = TABLES[label]
    names = {each.attname for each in table.model._meta.concrete_fields}
    assert {*table.left_out, *table.read, *table.files, *(table.unlinked or {})} <= names | {"athlete"}
    assert all(table.left_out.values())
    assert not (table.kept and table.unlinked)
