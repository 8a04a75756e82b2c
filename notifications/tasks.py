"""Work of the notifications behind the scenes. The rows say what is due; a lost task costs a minute."""

from __future__ import annotations

from celery import shared_task

from athletes.models import User
from config.core.celery import Queue, enqueue
from notifications.services import connections, data_hooks, holding, security
from notifications.services import deliver as sending
from notifications.services import fan_out as fanning
from notifications.services import sweep as sweeping


@shared_task(name="notifications.tasks.fan_out", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90)
def fan_out(message_id: int) -> None:
    """Make one delivery per address and send one, so that most messages need no second task."""
    due = fanning.fan_out(message_id=message_id)
    for delivery in due[1:]:
        enqueue("notifications.tasks.deliver", delivery.pk)
    for delivery in due[:1]:
        sending.send_off(delivery)


@shared_task(name="notifications.tasks.deliver", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90)
def deliver(delivery_id: int) -> None:
    """Send one delivery, unless it was sent or is being sent. The limits are below the lease of a claim."""
    sending.deliver(delivery_id=delivery_id)


@shared_task(name="notifications.tasks.sweep", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90)
def sweep() -> None:
    """Start again what a lost message or a dead worker left behind."""
    sweeping.sweep()


@shared_task(name="notifications.tasks.retime", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90)
def retime(user_id: int) -> None:
    """Have what waits for a user leave by their hours of now."""
    for user in User.objects.filter(pk=user_id).select_related("athlete"):
        holding.retime(user=user)


@shared_task(
    name="notifications.tasks.tell_about_connections", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90
)
def tell_about_connections() -> None:
    """Tell athletes of keys about to end, of syncs that fail and of connections that need them."""
    connections.tell_about_connections()


@shared_task(
    name="notifications.tasks.tell_of_audited", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90
)
def tell_of_audited() -> int:
    """Tell people of audited events that touch their keys; of how many."""
    return security.tell_of_audited()


@shared_task(
    name="notifications.tasks.sweep_data_hooks", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90
)
def sweep_data_hooks() -> int:
    """Start telling every receiver that is due of changes in data; how many."""
    return data_hooks.sweep_data_hooks()


@shared_task(name="notifications.tasks.tell_data_hook", queue=Queue.NOTIFY, soft_time_limit=60, time_limit=90)
def tell_data_hook(hook_id: int) -> None:
    """Tell one receiver of the next changes. The limits are below the lease of a claim."""
    data_hooks.tell_data_hook(hook_id=hook_id)
