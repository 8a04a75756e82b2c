"""The WSGI door for gunicorn."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

_application = get_wsgi_application()

from config.exposition import as_seen_from_inside  # noqa: E402 - its tables are there once Django is

application = as_seen_from_inside(_application)


def _keep_counts() -> None:
    from config.core import served  # noqa: PLC0415 - its table is there once Django is

    served.keep()


_keep_counts()


def _ask_for_keys() -> None:
    """Not to start is better than to forget a key that stored secrets need. No database yet, no secrets."""
    from django.db import DatabaseError, connections  # noqa: PLC0415

    from config.core.rewrapping import missing_keys  # noqa: PLC0415

    try:
        missing = missing_keys()
    except DatabaseError:
        return
    finally:
        # Workers that fork from here must not share a connection, nor a pool: its threads stay behind, and
        # nobody replaces a connection that is lost.
        for each in connections.all(initialized_only=True):
            each.close()
            getattr(each, "close_pool", lambda: None)()
    if missing:
        names = ", ".join(sorted(missing))
        sys.exit(f"CREDENTIAL_KEYS lacks {names}, which stored secrets need: see docs/keys.md")


_ask_for_keys()
