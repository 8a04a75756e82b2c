"""One look at everything: measure, judge, tell, and say that the monitor itself is alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import requests
from django.conf import settings

from config.core import leases
from config.core.errors import AppException
from config.core.logging import logger
from config.core.models import Incident
from config.monitor import alerts, incidents
from config.monitor.measures import MEASURES

LEASE_NAME, LEASE = "monitor", timedelta(minutes=3)
TIMEOUT_S = (3, 5)

log = logger(__name__)


class MonitorError(AppException):
    """A measure broke."""

    code = "MONITOR_FAILED"
    status = 500
    default_message = "Not everything could be measured."


@dataclass(frozen=True)
class Look:
    """`values` by measure, None for too little to judge by; `failed` are measures that broke."""

    values: dict[str, float | None]
    failed: list[str]
    open: int
    told: int


def run() -> Look | None:
    """Look once; None while another process does. The dead man's switch hears of a whole look only."""
    with leases.held(LEASE_NAME, LEASE) as holder:
        if holder is None:
            return None
        values, failed = measured()
        incidents.judge(values)
        told = alerts.tell()
    if not failed:
        _ping()
    return Look(values, failed, Incident.objects.filter(closed_at=None).count(), told)


def measured() -> tuple[dict[str, float | None], list[str]]:
    """Every measure's value, None for too little to judge by, and the names of those that broke."""
    values: dict[str, float | None] = {}
    failed = []
    for name, measure in MEASURES.items():
        try:
            values[name] = measure.read()
        except Exception:  # one measure that breaks must not hide the others
            log.exception("measure_failed", measure=name)
            failed.append(name)
    return values, failed


def _ping() -> None:
    if not settings.DEAD_MANS_SWITCH_URL:
        return
    try:
        requests.get(settings.DEAD_MANS_SWITCH_URL, timeout=TIMEOUT_S, allow_redirects=False)
    except requests.RequestException as error:
        log.warning("switch_not_reached", error=type(error).__name__)
