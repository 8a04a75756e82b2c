"""Tables point down, say whose data they hold, and are as the migrations make them."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from athletes.models import DATA_CLASSES
from tests.architecture.source import listed

LAYERS = ("core", "athletes", "notifications", "metrics", "plans", "analysis")
"""Labels of the apps, lowest first."""

WITHOUT_DATA_CLASS = {
    "core.AuditEvent": "the log of the house, not an athlete's data",
    "athletes.Tombstone": "of any class: the feed tells it to those who might have read the row",
    "athletes.User": "a person who can log in; what they may see is asked with this row",
    "athletes.RosterView": "how a coach likes their list; it belongs to an account",
}

type Pointer = tuple[str, str]
"""Labels of the model that points and of the one it points at."""


@pytest.fixture(autouse=True)
def _migrations(settings: Any) -> None:
    """Runs whose tables come from the models hide the migrations."""
    settings.MIGRATION_MODULES = {}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in LAYERS]


def pointers(found: Iterable[type[models.Model]]) -> Iterator[Pointer]:
    for model in found:
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation and not field.auto_created and field.related_model is not None:
                yield model._meta.label, field.related_model._meta.label  # type: ignore[union-attr]


def upward(found: Iterable[Pointer]) -> list[str]:
    """Pointers from a lower app to a higher one; what is not ours counts as lowest."""
    return [f"{one} points up at {other}" for one, other in found if _layer(one) < _layer(other)]


def without_data_class(found: Iterable[type[models.Model]]) -> list[str]:
    """Rows that can be named from outside (they have a uid) but do not say which class of data they are."""
    return [
        model._meta.label
        for model in found
        if any(field.name == "uid" for field in model._meta.get_fields())
        and getattr(model, "data_class", None) not in DATA_CLASSES
    ]


def missing_migrations(state: ProjectState) -> list[str]:
    """Apps of ours whose models differ from what their migrations make."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    changes = MigrationAutodetector(loader.project_state(), state).changes(graph=loader.graph)
    return sorted(set(changes) & set(LAYERS))


def test_foreign_keys_point_down() -> None:
    found = upward(pointers(own_models()))

    assert not found, listed(found)


def test_every_row_with_a_uid_says_which_class_of_data_it_is() -> None:
    found = [label for label in without_data_class(own_models()) if label not in WITHOUT_DATA_CLASS]

    assert not found, listed(found)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    assert missing_migrations(ProjectState.from_apps(apps)) == []


def test_the_settings_pass_their_own_check() -> None:
    call_command("check", fail_level="WARNING")


def test_the_guard_finds_a_pointer_that_goes_up() -> None:
    found: list[Pointer] = [
        ("athletes.Athlete", "metrics.Activity"),
        ("metrics.Activity", "athletes.Athlete"),
        ("analysis.Analysis", "contenttypes.ContentType"),
    ]

    assert upward(found) == ["athletes.Athlete points up at metrics.Activity"]


def test_the_guard_finds_a_row_without_data_class() -> None:
    class Planted(models.Model):
        uid = models.UUIDField()
        data_class = "everything"

        class Meta:
            app_label = "planted"
            managed = False

    try:
        assert without_data_class([Planted]) == ["planted.Planted"]
    finally:
        del apps.all_models["planted"]
        apps.clear_cache()


@pytest.mark.django_db
def test_the_guard_finds_a_missing_migration() -> None:
    state = ProjectState.from_apps(apps)
    fields: dict[str, Any] = {"id": models.BigAutoField(primary_key=True)}
    state.add_model(ModelState("metrics", "Forgotten", fields.items()))

    assert missing_migrations(state) == ["metrics"]


def _layer(label: str) -> int:
    app = label.partition(".")[0]
    return LAYERS.index(app) if app in LAYERS else -1
