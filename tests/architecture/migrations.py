"""What a migration may do while the release before it still runs: docs/upgrading.md as functions."""

from collections.abc import Callable, Iterator

from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, ManyToManyField

from config.core.indexes import AddIndexOnline

HOT = {
    *("metrics.activity", "metrics.origin", "metrics.stream", "metrics.lap", "metrics.interval"),
    *("metrics.curves", "metrics.best", "metrics.day", "metrics.estimate", "metrics.loadseries"),
    *("metrics.signal", "metrics.remoteactivity", "metrics.syncedday", "metrics.rawanswer"),
    *("plans.plannedsession", "analysis.analysis", "analysis.analysisrecord", "analysis.aiusage"),
    *("notifications.message", "notifications.delivery", "athletes.tombstone", "athletes.dataread"),
    *("core.auditevent", "core.auditpayload", "core.externalcall", "core.job"),
}
"""Tables that grow with every activity, day or request: a lock while one is read through is noticed."""

RULES = {
    "removes": "the release before still reads it: stop using it, release, remove it in the next one",
    "renames": "the release before knows the old name: add the new one, copy, release, remove the old one",
    "narrows": "what the release before writes would be refused: widen, release, narrow in the next one",
    "rewrites": "every row is written anew under a lock: add another column and copy into it in portions",
    "needs a value": "the release before inserts rows without it: null=True, or db_default",
    "locks": "writers wait until the index is there: AddIndexOnline (config/core/indexes.py), atomic = False",
    "mixes": "rows are changed while the lock of a changed table is held: a migration of its own",
    "opaque": "nobody can judge SQL here: say what it does to the release before",
}

type Fault = tuple[str, str]
"""A rule and what breaks it."""


def faults(migration: Migration, state: ProjectState) -> Iterator[Fault]:
    """What is wrong with a migration that meets `state`, which is brought forward; new tables are free."""
    app = migration.app_label
    new = {each.name_lower for each in migration.operations if isinstance(each, ops.CreateModel)}
    changes = False
    for operation in migration.operations:
        for each in _parts(operation):
            about = str(getattr(each, "model_name", "")).lower()
            if about in new:
                continue
            changes = changes or bool(about)
            if changes and isinstance(each, (ops.RunPython, ops.RunSQL)):
                yield "mixes", each.describe()
            for kind, judge in JUDGES.items():
                if isinstance(each, kind):
                    yield from judge(each, state, app)
        operation.state_forwards(app, state)


def _removes(operation: Operation, state: ProjectState, app: str) -> Iterator[Fault]:
    yield "removes", operation.describe()


def _renames(operation: Operation, state: ProjectState, app: str) -> Iterator[Fault]:
    yield "renames", operation.describe()


def _alters(operation: Operation, state: ProjectState, app: str) -> Iterator[Fault]:
    assert isinstance(operation, ops.AlterField)
    before = state.models[app, operation.model_name_lower].fields[operation.name]
    after, told = operation.field, operation.describe()
    if isinstance(before, ManyToManyField) or isinstance(after, ManyToManyField):
        return
    if before.db_column != after.db_column:
        yield "renames", told
    is_asked_more = (before.null and not after.null) or (after.unique and not before.unique)
    if is_asked_more or _is_shorter(before, after):
        yield "narrows", told
    if before.get_internal_type() != after.get_internal_type():
        yield "rewrites", told
    if _is_indexed(after) and not _is_indexed(before) and _is_hot(operation, app):
        yield "locks", told


def _adds(operation: Operation, state: ProjectState, app: str) -> Iterator[Fault]:
    assert isinstance(operation, ops.AddField)
    field = operation.field
    if not (isinstance(field, ManyToManyField) or field.null or field.has_db_default()):
        yield "needs a value", operation.describe()
    if _is_indexed(field) and _is_hot(operation, app):
        yield "locks", operation.describe()


def _indexes(operation: Operation, state: ProjectState, app: str) -> Iterator[Fault]:
    if _is_hot(operation, app) and not isinstance(operation, AddIndexOnline):
        yield "locks", operation.describe()


def _runs_sql(operation: Operation, state: ProjectState, app: str) -> Iterator[Fault]:
    yield "opaque", operation.describe()


def _constrains(operation: Operation, state: ProjectState, app: str) -> Iterator[Fault]:
    yield "narrows", operation.describe()


JUDGES: dict[type[Operation], Callable[[Operation, ProjectState, str], Iterator[Fault]]] = {
    **dict.fromkeys((ops.RemoveField, ops.DeleteModel), _removes),
    **dict.fromkeys((ops.RenameField, ops.RenameModel, ops.AlterModelTable), _renames),
    **{ops.AlterField: _alters, ops.AddField: _adds, ops.AddIndex: _indexes, ops.RunSQL: _runs_sql},
    **dict.fromkeys((ops.AddConstraint, ops.AlterUniqueTogether), _constrains),
}


def _parts(operation: Operation) -> list[Operation]:
    """What it does to the database."""
    return (
        operation.database_operations if isinstance(operation, ops.SeparateDatabaseAndState) else [operation]
    )


def _is_hot(operation: Operation, app: str) -> bool:
    return f"{app}.{operation.model_name_lower}" in HOT  # type: ignore[attr-defined]


def _is_indexed(field: Field) -> bool:
    return bool(field.db_index or field.unique)


def _is_shorter(before: Field, after: Field) -> bool:
    if after.max_length is None:
        return False
    return before.max_length is None or after.max_length < before.max_length
