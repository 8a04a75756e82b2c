"""Celery's settings as plain constants: no Django here, since the settings import it."""

from typing import Any

VISIBILITY_TIMEOUT_S = 900
SOFT_LIMIT_S, HARD_LIMIT_S = 150, 180
NEVER = 2**31
PUBLISH_CONNECT_TIMEOUT_S, SOCKET_TIMEOUT_S = 1, 5


def celery_settings(broker_url: str) -> dict[str, Any]:
    """The CELERY_* names of Django's settings for a Redis or Valkey broker; without one, `memory://`.

    The visibility time-out is longer than any task and any retry, else a broker hands a running task to a
    second worker; the restore throttle of 1 brings the tasks of a dead worker back within seconds of it.
    Celery's own closing of connections, which ends a process' whole pool twice per task, is left out:
    `config.celery` gives each back.
    """
    redis_options = {
        "visibility_timeout": VISIBILITY_TIMEOUT_S,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": PUBLISH_CONNECT_TIMEOUT_S,
        "socket_timeout": SOCKET_TIMEOUT_S,
        "socket_keepalive": True,
    }
    return {
        "CELERY_BROKER_URL": broker_url or "memory://localhost",
        "CELERY_BROKER_TRANSPORT_OPTIONS": redis_options if broker_url else {},
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_CONNECTION_TIMEOUT": PUBLISH_CONNECT_TIMEOUT_S,
        "CELERY_VISIBILITY_TIMEOUT": VISIBILITY_TIMEOUT_S,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_TASK_TIME_LIMIT": HARD_LIMIT_S,
        "CELERY_TASK_SOFT_TIME_LIMIT": SOFT_LIMIT_S,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_DEFAULT_QUEUE": "default",
        "CELERY_TASK_PUBLISH_RETRY_POLICY": {
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
            "interval_max": 0.2,
        },
        "CELERY_DB_REUSE_MAX": NEVER,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS": True,
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": 30,
        "CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE": True,
        "CELERY_WORKER_MAX_TASKS_PER_CHILD": 200,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_BEAT_SCHEDULER": "config.core.scheduler:KeptScheduler",
        "CELERY_TIMEZONE": "UTC",
        "CELERY_ENABLE_UTC": True,
    }
