"""A release and the one before it share a database for a while: no migration breaks the older one."""

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import CaptureQueriesContext

from config.core.indexes import AddIndexOnline
from tests.architecture.migrations import HOT, RULES, faults
from tests.architecture.source import listed

JUDGED_FROM = {"core": 5, "athletes": 11, "notifications": 5, "metrics": 10, "plans": 5, "analysis": 8}
"""Those before were made when there was no release yet, and nobody's data."""

REASONS: dict[tuple[str, str], str] = {
    (
        "athletes.0012_follower_never_writes",
        "narrows",
    ): "no service ever let a follower write"
}
"""Why a migration may break a rule after all: `("metrics.0011_name", "removes"): "not read since 1.2"`."""

INDEX = models.Index(fields=["size"], name="by_size")


@pytest.fixture
def _migrations(settings: Any) -> None:
    """Runs whose tables come from the models hide the migrations."""
    settings.MIGRATION_MODULES = {}


def broken(label: str, *operations: Operation) -> set[str]:
    """Rules that a migration of these operations breaks in an app of two tables."""
    fields: list[tuple[str, models.Field]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=40)),
        ("note", models.CharField(max_length=40, null=True)),
        ("size", models.IntegerField(default=0)),
    ]
    state = ProjectState()
    for name in ("Activity", "Price"):
        state.add_model(ModelState(label, name, fields))
    migration = migrations.Migration("0099_planted", label)
    migration.operations = list(operations)
    return {rule for rule, _told in faults(migration, state)}


@pytest.mark.either
@pytest.mark.usefixtures("_migrations")
def test_no_migration_breaks_the_release_before_it() -> None:
    loader, state, found = MigrationLoader(None), ProjectState(), set()
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):  # type: ignore[attr-defined]
        migration = loader.graph.nodes[key]
        if int(key[1].split("_")[0]) < JUDGED_FROM.get(key[0], 10_000):
            migration.mutate_state(state, preserve=False)
            continue
        found |= {(".".join(key), *fault) for fault in faults(migration, state)}
    without = [each for each in sorted(found) if each[:2] not in REASONS]
    unused = set(REASONS) - {each[:2] for each in found}

    assert not without, listed(f"{name} {rule} ({told}): {RULES[rule]}" for name, rule, told in without)
    assert unused == set()
    assert state.models.keys() >= {tuple(each.split(".")) for each in HOT}


@pytest.mark.parametrize(
    ("operation", "rules"),
    [
        (migrations.RemoveField("price", "note"), {"removes"}),
        (migrations.DeleteModel("Price"), {"removes"}),
        (migrations.RenameField("price", "note", "word"), {"renames"}),
        (migrations.RenameModel("Price", "Cost"), {"renames"}),
        (migrations.AlterModelTable("price", "costs"), {"renames"}),
        (migrations.AlterField("price", "name", models.CharField(max_length=39)), {"narrows"}),
        (migrations.AlterField("price", "note", models.CharField(max_length=40)), {"narrows"}),
        (migrations.AlterField("price", "size", models.IntegerField(unique=True)), {"narrows"}),
        (migrations.AlterField("price", "size", models.IntegerField(db_column="bytes")), {"renames"}),
        (migrations.AlterField("price", "size", models.BigIntegerField()), {"rewrites"}),
        (migrations.AlterField("activity", "size", models.IntegerField(db_index=True)), {"locks"}),
        (migrations.AddField("price", "sum", models.IntegerField(default=0)), {"needs a value"}),
        (migrations.AddField("activity", "sum", models.IntegerField(null=True, db_index=True)), {"locks"}),
        (migrations.AddIndex("activity", INDEX), {"locks"}),
        (migrations.RunSQL("ALTER TABLE price DROP COLUMN note"), {"opaque"}),
        (
            migrations.AddConstraint(
                "price", models.CheckConstraint(condition=models.Q(size__gte=0), name="p")
            ),
            {"narrows"},
        ),
        (
            migrations.SeparateDatabaseAndState(
                database_operations=[migrations.RemoveField("price", "note")]
            ),
            {"removes"},
        ),
    ],
)
def test_each_rule_is_noticed(operation: Operation, rules: set[str]) -> None:
    assert broken("metrics", operation) == rules


def test_rows_and_tables_change_in_migrations_of_their_own() -> None:
    copies = migrations.RunPython(migrations.RunPython.noop)
    adds = migrations.AddField("price", "sum", models.IntegerField(null=True))

    assert broken("metrics", adds, copies) == {"mixes"}
    assert broken("metrics", copies) == set()


def test_what_only_adds_may_pass() -> None:
    table = migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))])
    allowed = (
        migrations.AddField("activity", "sum", models.IntegerField(db_default=0)),
        migrations.AddField("activity", "word", models.CharField(max_length=9, null=True)),
        migrations.AlterField("price", "name", models.CharField(max_length=41, null=True)),
        migrations.AddIndex("price", INDEX),
        AddIndexOnline("activity", INDEX),
        table,
        migrations.AddField("fresh", "sum", models.IntegerField(default=0)),
        migrations.AddIndex("fresh", models.Index(fields=["sum"], name="by_sum")),
    )

    assert broken("metrics", *allowed) == set()


@pytest.mark.django_db(transaction=True)
def test_an_index_is_made_online_and_again_when_it_was_broken_off() -> None:
    before, after = ProjectState(), ProjectState()
    for state in (before, after):
        fields = [("id", models.BigAutoField(primary_key=True)), ("size", models.IntegerField())]
        state.add_model(ModelState("metrics", "Planted", fields))
    add = AddIndexOnline("planted", INDEX)
    add.state_forwards("metrics", after)
    model = before.apps.get_model("metrics", "planted")
    table = model._meta.db_table
    with connection.schema_editor() as editor:
        editor.create_model(model)
    try:
        for _ in range(2 if connection.vendor == "postgresql" else 1):
            with CaptureQueriesContext(connection) as told, connection.schema_editor(atomic=False) as editor:
                add.database_forwards("metrics", editor, before, after)
        is_online = any(each["sql"].startswith("CREATE INDEX CONCURRENTLY") for each in told)
        assert is_online == (connection.vendor == "postgresql")
        with connection.cursor() as cursor:
            made = connection.introspection.get_constraints(cursor, table)
        assert made["by_size"]["index"] is True
        with connection.schema_editor(atomic=False) as editor:
            add.database_backwards("metrics", editor, after, before)
        with connection.cursor() as cursor:
            assert "by_size" not in connection.introspection.get_constraints(cursor, table)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)
