"""Importing this module starts a Personal API of our own and leads everything of this run to it.

The settings read the environment once, so the installations of `sync_house` and `fragile_house` import it.
"""

import atexit
import os

from support import root  # noqa: F401 - makes the tests' doubles importable
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.personal import HOST, PersonalApi

api = PersonalApi()
api.start()
atexit.register(api.stop)
os.environ["GARMIN_PERSONAL_API_BASE_URL"] = api.url
os.environ.setdefault("NO_PROXY", "127.0.0.1")
__all__ = ["HOST", "Person", "api", "limit"]


def limit(per_second: float) -> None:
    """Hold everybody to these requests a second and one in flight per account, and answer 429 beyond."""
    limits = api.traffic.limits
    limits.per_second, limits.in_flight, limits.refuse = per_second, 1, True


def set_rate(per_second: float) -> None:
    """How fast this process asks."""
    from django.conf import settings  # noqa: PLC0415 - read after the environment was set

    settings.GARMIN_REQUESTS_PER_S = per_second
