"""The Celery application: settings from Django, tasks of all apps."""

import os

from celery import Celery, Task
from celery.signals import celeryd_after_setup, task_postrun, task_prerun, worker_ready
from django.conf import settings
from django.db import close_old_connections
from django.urls import reverse

from config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

TASK_PACKAGES = ["athletes", "notifications", "metrics", "plans", "analysis", "config"]

app = Celery("formline", task_cls="config.core.celery:BaseTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(TASK_PACKAGES)


@celeryd_after_setup.connect
def _write_runs_down(**_: object) -> None:
    from config.core.runs import record_tasks  # noqa: PLC0415 - needs the tables, which this module precedes

    record_tasks(name for name, _ in SCHEDULE)


@celeryd_after_setup.connect
def _learn_addresses(**_: object) -> None:
    """The first link takes 0.2 s to write: once here, not in each of the processes forked from this one."""
    reverse("notifications:list")


@worker_ready.connect
def _tell_counters(**_: object) -> None:
    if settings.WORKER_METRICS_PORT:
        from config.exposition import listen  # noqa: PLC0415 - needs the tables' classes

        listen(settings.WORKER_METRICS_PORT)


@task_prerun.connect
@task_postrun.connect
def _give_connection_back(task: Task, **_: object) -> None:
    """As around a request: to the pool, or closed where there is none; so each task gets one that works."""
    if not task.request.is_eager:
        close_old_connections()
