"""Structured logs: one chain for our own and for foreign records, pretty in development, JSON in production.

Imported by the settings, so nothing here may touch Django at import time.
"""

from pathlib import Path
from typing import Any

import structlog
from structlog.typing import Processor

from config.core.redaction import bound_size, neutralise_newlines, redact

MAX_LINE_BYTES = 8_000


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _last(*, pretty: bool) -> list[Processor]:
    """What every record passes before it is written; the redactor is the last that sees values."""
    cleaners: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        redact,
    ]
    if pretty:
        return [*cleaners, neutralise_newlines(keep="exception"), structlog.dev.ConsoleRenderer(colors=False)]
    render = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return [*cleaners, neutralise_newlines(), bound_size(MAX_LINE_BYTES), render]


def _formatter(*, pretty: bool) -> dict[str, Any]:
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": _last(pretty=pretty),
        "foreign_pre_chain": [*_shared(), structlog.stdlib.ExtraAdder()],
    }


def _handlers(directory: Path | None, *, pretty: bool) -> dict[str, Any]:
    console = {
        "class": "logging.StreamHandler",
        "formatter": "pretty" if pretty else "json",
        "stream": "ext://sys.stderr",
    }
    if directory is None:
        return {"console": console}
    directory.mkdir(parents=True, exist_ok=True)
    file = {
        "class": "logging.handlers.WatchedFileHandler",
        "filename": str(directory / "formline.log"),
        "formatter": "json",
        "delay": True,
        "encoding": "utf-8",
    }
    return {"console": console, "file": file}


def configure(*, pretty: bool, level: str, directory: Path | None) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING.

    The console gets `pretty` lines or JSON; with a `directory`, `formline.log` in it gets JSON as well.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handlers = _handlers(directory, pretty=pretty)
    # Django's own handlers write elsewhere and mail tracebacks, which may hold what a form was sent.
    quiet = {"handlers": [], "level": level, "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"pretty": _formatter(pretty=True), "json": _formatter(pretty=False)},
        "handlers": handlers,
        "root": {"handlers": list(handlers), "level": level},
        "loggers": {
            "django": quiet,
            "django.server": quiet,
            # Our own line per request says the same about every 4xx, with its code.
            "django.request": {"level": "ERROR"},
            "django.db.backends": {"level": "WARNING"},
            "celery": {"level": level},
            # Two lines for each task that ends well would bury all others; failures are errors.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
        },
    }


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: `log = logger(__name__)`; events are snake_case words, facts go in as keys."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound
