"""What came of each kind of message, for operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from notifications.kinds import KINDS, Kind
from notifications.models import Delivery, Message

State = Delivery.State


@dataclass(frozen=True)
class KindFigures:
    """How many messages of a kind were told, and how many of their deliveries were sent, failed or wait."""

    kind: Kind
    told: int = 0
    sent: int = 0
    failed: int = 0
    waiting: int = 0


def kind_figures(since: datetime) -> list[KindFigures]:
    """Every kind there is, with its messages since then."""
    counts = {
        "told": Count("pk", distinct=True),
        "sent": Count("deliveries", filter=Q(deliveries__state=State.SENT)),
        "failed": Count("deliveries", filter=Q(deliveries__state=State.FAILED)),
        "waiting": Count("deliveries", filter=Q(deliveries__state__in=[State.WAITING, State.UNCERTAIN])),
    }
    rows = Message.objects.filter(created_at__gte=since).order_by().values("kind").annotate(**counts)
    found = {row.pop("kind"): row for row in rows}
    return [KindFigures(kind, **found.get(name, {})) for name, kind in KINDS.items()]
