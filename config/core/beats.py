"""When each part behind the scenes was last seen alive, in a row that outlives cache and broker."""

from datetime import timedelta

from django.utils import timezone

from config.core.models import Heartbeat

WORKER = "worker"


def beat(name: str, said: str = "") -> None:
    """Say that `name` is alive now, and what it found."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now(), "said": said})


def age(name: str) -> timedelta | None:
    """How long ago `name` was last seen; None when it never was."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else timezone.now() - at


def said(name: str) -> str | None:
    """What it said when it was last seen; None when it never was."""
    return Heartbeat.objects.filter(name=name).values_list("said", flat=True).first()


def forget(name: str) -> None:
    Heartbeat.objects.filter(name=name).delete()
