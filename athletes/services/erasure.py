"""Having oneself erased, with time to think it over."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from athletes.models import ErasureRequest, User
from athletes.people import person
from athletes.services.account_events import record_event
from athletes.services.coaching import leave_all
from config.core.celery import enqueue
from config.core.logging import logger
from config.core.personal import erasing

GRACE = timedelta(days=14)

log = logger(__name__)


def ask_erasure(*, user: User) -> ErasureRequest:
    """Have everything erased when the time to think it over has passed; asked twice, the first date holds."""
    with transaction.atomic():
        due_at = timezone.now() + GRACE
        row, is_new = ErasureRequest.objects.get_or_create(user=user, defaults={"due_at": due_at})
        if is_new:
            record_event(user=user, what="erasure_asked", due_at=row.due_at.isoformat())
    return row


def withdraw_erasure(*, user: User) -> bool:
    """Stay; False when nothing was asked."""
    with transaction.atomic():
        withdrawn = bool(ErasureRequest.objects.filter(user=user).delete()[0])
        if withdrawn:
            record_event(user=user, what="erasure_withdrawn")
    return withdrawn


def erase_due() -> int:
    """Erase those whose time has passed, and write to them that it is done; how many.

    An erasure that was killed is found again: the request goes with the account, which goes last.
    """
    due = ErasureRequest.objects.filter(due_at__lte=timezone.now()).select_related("user").order_by("due_at")
    count = 0
    for row in due:
        user, email = row.user, row.user.email
        User.objects.filter(pk=user.pk).update(is_active=False)
        leave_all(coach=user)
        done = erasing.erase(person(user), by=user.uid)
        _tell(email, done)
        count += 1
    return count


def _tell(email: str, done: erasing.Erasure) -> None:
    """By mail alone: there is no account any more. Nobody else waits for a mail server that is away."""
    text = render_to_string("athletes/email/erased_message.txt", {"done": done})
    try:
        send_mail("Your data in Formline are erased", text, None, [email])
    except (SMTPException, OSError) as error:
        log.warning("erased_untold", error=type(error).__name__)


def sweep_erasures() -> None:
    """Start the erasing of those whose time has passed."""
    if ErasureRequest.objects.filter(due_at__lte=timezone.now()).exists():
        enqueue("athletes.tasks.erase_due")
