"""Every run of a scheduled task is on record, quiet ticks by their newest alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery import shared_task

from config.core import runs
from config.core.celery import Queue
from config.core.errors import DataNotFoundError
from config.core.models import TaskRun

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@shared_task(name="tests.runs.task", queue=Queue.DEFAULT)
def task(answer: Any = None) -> Any:
    if answer == "missing":
        raise DataNotFoundError
    if answer == "broken":
        raise ZeroDivisionError
    return answer


@pytest.fixture(autouse=True)
def recorded() -> Iterator[None]:
    runs.record_tasks(["tests.runs.task"])
    yield
    runs._scheduled.discard("tests.runs.task")


def written() -> list[tuple[str, dict[str, int], str]]:
    return [(each.outcome, each.counts, each.error_code) for each in TaskRun.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("answer", "counts"),
    [(3, {"count": 3}), ({"rows": 2, "words": "no"}, {"rows": 2}), (None, {}), (True, {})],
)
def test_what_a_task_reports_stands_with_its_run(answer: Any, counts: dict[str, int]) -> None:
    task.apply([answer])

    assert written() == [("done", counts, "")]


@pytest.mark.parametrize(("answer", "code"), [("missing", "NOT_FOUND"), ("broken", "ZeroDivisionError")])
def test_a_failure_has_its_code(answer: str, code: str) -> None:
    task.apply([answer])

    assert written() == [("failed", {}, code)]


def test_of_quiet_ticks_only_the_newest_stands() -> None:
    for minute in range(3):
        runs.write_down("a", NOON + timedelta(minutes=minute), SECOND)

    [run] = TaskRun.objects.all()
    assert (run.started_at, run.duration_ms) == (NOON + timedelta(minutes=2), 1_000)


def test_a_quiet_tick_leaves_what_was_done_and_what_failed() -> None:
    runs.write_down("a", NOON, SECOND, counts={"rows": 1})
    runs.write_down("a", NOON + SECOND, SECOND)
    runs.write_down("a", NOON + 2 * SECOND, SECOND, error_code="BROKEN")
    runs.write_down("a", NOON + 3 * SECOND, SECOND)
    runs.write_down("b", NOON, SECOND)

    assert [each.task for each in TaskRun.objects.order_by("pk")] == ["a", "a", "a", "a", "b"]


def test_tasks_outside_the_schedule_leave_no_rows() -> None:
    runs._scheduled.discard("tests.runs.task")

    task.apply([1])

    assert written() == []
