"""Importing this module makes an installation whose PostgreSQL and Valkey may be killed, led to a double."""

import os

# In this order: the first makes the project importable and sets the environment that Django reads.
from support import garmin_api, mortal  # noqa: F401

database, _database_url = mortal.database()
queue, _queue_url = mortal.queue()


def _set_up() -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "support.settings",
        "FORMLINE_DATA": str(mortal.FOLDER / "formline"),
        "DATABASE_URL": _database_url,
        "REDIS_URL": _queue_url,
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(mortal.ROOT / "benchmarks"),
    }
    import django  # noqa: PLC0415 - reads the environment
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


_set_up()
