"""Importing this module starts a Garmin of our own and leads everything of this run to it.

The settings and the clients read the environment, so the installations of `sync_house` and `mortal_house`
import it first.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from support import root  # noqa: F401 - makes the tests' doubles importable
from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.proxy import GarminProxy

__all__ = ["Person", "api", "double", "limit", "set_rate"]

double = GarminDouble(days=2)
api = double.personal
_folder = Path(tempfile.mkdtemp(prefix="formline-authority-"))
_proxy = GarminProxy(double, _folder)


def _begin() -> None:
    double.__enter__()
    _proxy.__enter__()
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ |= {"GARMIN_PERSONAL_API_BASE_URL": api.url} | _proxy.environment


def limit(per_second: float) -> None:
    """Hold everybody to these requests a second and one in flight per account, and answer 429 beyond."""
    for service in double.services.values():
        limits = service.traffic.limits
        limits.per_second, limits.in_flight, limits.refuse = per_second, 1, True


def set_rate(per_second: float) -> None:
    """How fast this process asks."""
    from django.conf import settings  # noqa: PLC0415 - read after the environment was set

    settings.GARMIN_REQUESTS_PER_S = per_second


_begin()
