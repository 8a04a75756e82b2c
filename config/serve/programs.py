"""The programs that make up a running Formline."""

import signal
import sys
from pathlib import Path

from config.serve.options import Options
from config.serve.program import Program

QUEUES = "default,ingest,sync,compute,ai,notify"
CELERY = (sys.executable, "-m", "celery", "--quiet", "-A", "config.celery:app")
WEB_WORKERS, WEB_THREADS, TASK_PROCESSES = 2, 8, 2
MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108


def manage(name: str, *arguments: str) -> Program:
    """A job: one of Django's commands, run once, its output in the log only."""
    argv = (sys.executable, "manage.py", *arguments)
    return Program(name, argv, quiet=True, kept=False)


def web(options: Options, listener: int, gate: int) -> Program:
    """gunicorn with threads on a socket that is bound already.

    Without `--dev` the code is loaded once, before the workers fork. It listens as soon as the pipe whose
    reading end is `gate` is closed at the other end.
    """
    argv = (
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"fd://{listener}"),
        *("--config", "python:config.serve.gunicorn_gate"),
        *("--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
        *("--timeout", "60", "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"),
        *(("--worker-tmp-dir", str(MEMORY_FOLDER)) if MEMORY_FOLDER.is_dir() else ()),
        "--reload" if options.dev else "--preload",
    )
    return Program("web", argv, descriptors=(listener, gate))


def worker() -> Program:
    """One Celery worker for all queues.

    Orphaned, it is killed: the broker dies with the same supervisor, and a worker looking for one hears
    nothing else. Its processes end with what they are doing; sweeps find what was lost.
    """
    argv = (
        *(*CELERY, "worker", "--queues", QUEUES),
        *("--pool", "prefork", "--concurrency", str(TASK_PROCESSES), "--loglevel", "WARNING"),
        *("--without-gossip", "--without-mingle"),
    )
    return Program("worker", argv, if_orphaned=signal.SIGKILL)


def beat() -> Program:
    """The schedule, kept in the database."""
    argv = (
        *(*CELERY, "beat", "--loglevel", "WARNING"),
        *("--scheduler", "config.core.scheduler:KeptScheduler"),
    )
    return Program("beat", argv, grace_s=5)
