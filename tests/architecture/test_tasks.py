"""Tasks name a queue, take ids and have time limits; whoever starts one by name names one that exists."""

import ast
import inspect
from collections.abc import Iterator

from celery import Celery, Task

from config.celery import app
from config.core.celery import Queue
from config.schedule import SCHEDULE
from tests.architecture import source
from tests.architecture.source import PACKAGES, listed

IDS = {"int", "str"}
LONGEST_S = 300
RELAYS = {"config/core/celery.py": "defines enqueue"}


def tasks() -> dict[str, Task]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if name.partition(".")[0] in PACKAGES}


def faults(name: str, task: Task) -> Iterator[str]:
    """What is wrong with the declaration of one task."""
    if getattr(task, "queue", None) not in set(Queue):
        yield f"{name} names no queue"
    soft, hard = task.soft_time_limit, task.time_limit
    if not soft or not hard or not soft < hard <= LONGEST_S:
        yield f"{name} has no soft limit below a hard limit of at most {LONGEST_S} s"
    for each in inspect.signature(task.run).parameters.values():
        kind = getattr(each.annotation, "__name__", each.annotation)
        if kind not in IDS or each.kind is not each.POSITIONAL_OR_KEYWORD:
            yield f"{name} takes {each.name}, which is no id"


def wrong_starts(module: ast.Module, known: dict[str, int]) -> Iterator[str]:
    """Calls of enqueue whose name is no literal, no task, or comes with another number of ids."""
    for call in source.calls(module, "enqueue"):
        first = call.args[0] if call.args else None
        if not isinstance(first, ast.Constant):
            yield f"line {call.lineno}: the name is not written out"
        elif first.value not in known:
            yield f"line {call.lineno}: {first.value} is no task"
        elif len(call.args) - 1 != known[first.value]:
            yield f"line {call.lineno}: {first.value} takes {known[first.value]} ids"


def arities() -> dict[str, int]:
    return {name: len(inspect.signature(task.run).parameters) for name, task in tasks().items()}


def test_every_task_names_a_queue_takes_ids_and_has_time_limits() -> None:
    found = [fault for name, task in tasks().items() for fault in faults(name, task)]

    assert len(tasks()) >= 10
    assert not found, listed(found)


def test_every_name_that_is_enqueued_is_a_task_and_gets_its_ids() -> None:
    known = arities()

    found = [
        f"{source.name(path)} {fault}"
        for path in source.code()
        if source.name(path) not in RELAYS
        for fault in wrong_starts(source.tree(path), known)
    ]

    assert not found, listed(found)


def test_the_schedule_names_tasks_without_ids() -> None:
    known = arities()

    assert [name for name, _ in SCHEDULE if known.get(name) != 0] == []


def test_tasks_are_called_by_their_module() -> None:
    found = [name for name, task in tasks().items() if name != f"{task.__module__}.{task.run.__name__}"]

    assert not found, listed(found)


def test_the_guard_finds_a_careless_task() -> None:
    own = Celery("planted", set_as_current=False)

    @own.task(name="planted.sync", soft_time_limit=400, time_limit=300)
    def sync(athlete: object, *rest: int) -> None: ...

    assert list(faults("planted.sync", sync)) == [
        "planted.sync names no queue",
        "planted.sync has no soft limit below a hard limit of at most 300 s",
        "planted.sync takes athlete, which is no id",
        "planted.sync takes rest, which is no id",
    ]


def test_the_guard_finds_wrong_starts() -> None:
    planted = ast.parse(
        'enqueue("metrics.tasks.gone", 1)\n'
        'celery.enqueue(f"metrics.tasks.{kind}", 1)\n'
        'enqueue("metrics.tasks.sweep", 1)\n'
        'enqueue("metrics.tasks.sweep")\n'
    )

    assert list(wrong_starts(planted, {"metrics.tasks.sweep": 0})) == [
        "line 1: metrics.tasks.gone is no task",
        "line 2: the name is not written out",
        "line 3: metrics.tasks.sweep takes 0 ids",
    ]
