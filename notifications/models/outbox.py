from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from athletes.models import Athlete
from config.core.models import Named, NamedQuerySet
from notifications.models.address import Address


class MessageQuerySet(NamedQuerySet):
    def for_user(self, user_id: int) -> Self:
        return self.filter(user_id=user_id)

    def shown(self) -> Self:
        """What the bell and the list show: messages that the in-app channel has delivered."""
        return self.filter(shown_at__isnull=False)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def not_fanned_out(self) -> Self:
        return self.filter(fanned_out_at__isnull=True)


class Message(Named):
    """What a user is told, written in the transaction of whoever tells it. One per user, kind and key.

    `fanned_out_at` is when its deliveries were made, `shown_at` when it appeared in the app (never, where the
    user wants this kind elsewhere only), `read_at` when it was opened.
    """

    data_class = "profile"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    athlete = models.ForeignKey(Athlete, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    context = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    shown_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    fanned_out_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="message_by_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="message_unread"),
            models.Index(
                fields=["created_at"], condition=models.Q(fanned_out_at=None), name="message_waiting"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="message_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class DeliveryQuerySet(NamedQuerySet):
    def due(self) -> Self:
        """What a worker may claim now: waiting deliveries, and those to repeat once."""
        return self.filter(state__in=CLAIMABLE, next_attempt_at__lte=timezone.now())

    def held(self) -> Self:
        """Made, never tried, and kept back for a reason until later."""
        untried = self.filter(state=Delivery.State.WAITING, attempts=0, next_attempt_at__gt=timezone.now())
        return untried.exclude(reason="")

    def going_with(self, delivery: Delivery) -> Self:
        """The delivery, and what goes to the same address in the same letter."""
        if not delivery.bundle:
            return self.filter(pk=delivery.pk)
        return self.filter(address_id=delivery.address_id, bundle=delivery.bundle)

    def interrupted(self) -> Self:
        """Claimed by a worker that did not come back in time."""
        return self.filter(state=Delivery.State.SENDING, lease_until__lt=timezone.now())


class Delivery(Named):
    """One message on its way to one address; written by `notifications.services.deliver` only.

    `reason` says why it waits or was not sent; `bundle` names the letter in which it goes with others to the
    same address, empty where it goes alone; `provider_id` is what the other side calls it.

    `uncertain_at` stays when a worker died while sending: the message may have arrived, and a repeat may be a
    second copy.
    """

    data_class = "profile"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        UNCERTAIN = "uncertain", "Perhaps sent, to be repeated once"
        FAILED = "failed", "Failed"
        SKIPPED = "skipped", "Not sent"

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    address = models.ForeignKey(Address, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    uncertain_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    bundle = models.CharField(max_length=40, blank=True)
    provider_id = models.CharField(max_length=200, blank=True, db_index=True)

    objects: ClassVar = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar = [
            models.Index(fields=["state", "next_attempt_at"], name="delivery_due"),
            models.Index(fields=["address", "bundle"], name="delivery_bundled"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "address"], name="delivery_once_per_address"),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} to address {self.address_id}: {self.state}"

    def is_waiting_at(self, now: datetime) -> bool:
        """Whether it may be claimed then, on its own."""
        return self.state in CLAIMABLE and self.next_attempt_at <= now and not self.bundle


CLAIMABLE = (Delivery.State.WAITING, Delivery.State.UNCERTAIN)
