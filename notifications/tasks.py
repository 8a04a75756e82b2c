"""Work of the notifications behind the scenes. The rows say what is due; a lost task costs a minute."""

from __future__ import annotations

from celery import shared_task

from config.core.celery import Queue
from notifications.services import connections
from notifications.services import deliver as sending
from notifications.services import fan_out as fanning
from notifications.services import sweep as sweeping


@shared_task(name="notifications.tasks.fan_out", queue=Queue.NOTIFY, soft_time_limit=30, time_limit=45)
def fan_out(message_id: int) -> None:
    """Make one delivery per address."""
    fanning.fan_out(message_id=message_id)


@shared_task(name="notifications.tasks.deliver", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90)
def deliver(delivery_id: int) -> None:
    """Send one delivery, unless it was sent or is being sent. The limits are below the lease of a claim."""
    sending.deliver(delivery_id=delivery_id)


@shared_task(name="notifications.tasks.sweep", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90)
def sweep() -> None:
    """Start again what a lost message or a dead worker left behind."""
    sweeping.sweep()


@shared_task(
    name="notifications.tasks.tell_about_connections", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90
)
def tell_about_connections() -> None:
    """Tell athletes of keys about to end, of syncs that fail and of connections that need them."""
    connections.tell_about_connections()
