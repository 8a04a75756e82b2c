"""The operators' channels: each is told once of an incident and once of its end, again only if it failed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

import requests
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import timezone

from config.core.logging import logger
from config.core.models import Incident
from config.monitor.incidents import written
from config.monitor.measures import MEASURES
from notifications.channels.webhook.posting import signature

TIMEOUT_S = (3, 5)
OPENED, ENDED = "opened", "ended"
ERRORS = (OSError, SMTPException, requests.RequestException)

log = logger(__name__)


def tell() -> int:
    """Say what has not been said yet; how many words went out. What does not leave is said again later."""
    unsaid = Incident.objects.filter(
        Q(told_at=None, closed_at=None) | Q(closed_at__isnull=False, recovery_told_at=None)
    )
    return sum(_tell(each, ENDED if each.closed_at else OPENED) for each in unsaid.order_by("pk"))


def channels() -> dict[str, Callable[[Incident, str], None]]:
    """Those that have their setting."""
    offered = {
        "email": (_mail, settings.OPERATOR_EMAILS),
        "webhook": (_post, settings.OPERATOR_WEBHOOK_URL),
    }
    return {name: send for name, (send, setting) in offered.items() if setting}


def _tell(incident: Incident, event: str) -> int:
    """An end is told where the beginning was; what began and ended untold is left alone."""
    known = channels()
    said = incident.details.setdefault(event, [])
    wanted = [name for name in known if event == OPENED or name in incident.details.get(OPENED, [])]
    sent = 0
    for name in wanted:
        if name not in said and _send(known[name], incident, event):
            said.append(name)
            incident.save(update_fields=["details"])
            sent += 1
    if event == ENDED or known:
        _note(incident, event, is_said=set(wanted) <= set(said))
    return sent


def _note(incident: Incident, event: str, *, is_said: bool) -> None:
    if is_said:
        field = "told_at" if event == OPENED else "recovery_told_at"
        setattr(incident, field, timezone.now())
        incident.save(update_fields=[field])


def _send(send: Callable[[Incident, str], None], incident: Incident, event: str) -> bool:
    try:
        send(incident, event)
    except ERRORS as error:
        log.warning("operators_not_told", incident=incident.name, error=type(error).__name__)
        return False
    return True


def _mail(incident: Incident, event: str) -> None:
    subject, first = f"alert: {incident.summary}", incident.summary
    if event == ENDED:
        measure = MEASURES[incident.name]
        now, worst = (written(value or 0, measure) for value in (incident.value, incident.worst_value))
        subject, first = f"recovered: {measure.title}: {now}", f"{measure.title}: {now}, at worst {worst}"
    lines = [first, f"Since {incident.opened_at:%Y-%m-%d %H:%M} UTC."]
    if incident.closed_at:
        lines.append(f"Until {incident.closed_at:%Y-%m-%d %H:%M} UTC.")
    lines.append(f"{settings.SITE_URL}/admin/core/incident/{incident.pk}/change/")
    send_mail(f"Formline: {subject}", "\n".join(lines), None, settings.OPERATOR_EMAILS)


def _post(incident: Incident, event: str) -> None:
    body: dict[str, Any] = {
        "version": 1,
        "event": f"incident.{event}",
        "id": incident.pk,
        "name": incident.name,
        "summary": incident.summary,
        "value": incident.value,
        "worst_value": incident.worst_value,
        "limit": incident.limit,
        "opened_at": incident.opened_at.isoformat(),
        "closed_at": incident.closed_at and incident.closed_at.isoformat(),
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    answer = requests.post(
        settings.OPERATOR_WEBHOOK_URL,
        data=content,
        headers=_headers(f"incident-{incident.pk}-{event}", content),
        timeout=TIMEOUT_S,
        allow_redirects=False,
    )
    if not 200 <= answer.status_code < 300:
        raise requests.HTTPError(f"answered {answer.status_code}")


def _headers(uid: str, content: bytes) -> dict[str, str]:
    """Those of every webhook; the same `uid` again is the same word again. Signed where there is a secret."""
    headers = {"Content-Type": "application/json; charset=utf-8", "Webhook-Id": uid}
    if settings.OPERATOR_WEBHOOK_SECRET:
        headers["Formline-Signature"] = signature(settings.OPERATOR_WEBHOOK_SECRET, int(time.time()), content)
    return headers
