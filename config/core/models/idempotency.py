"""Answers kept so that a repeated request gets the first one's answer and does nothing."""

from django.db import models


class IdempotencyKey(models.Model):
    """The `Idempotency-Key` of one request and, once it is answered, its status and body.

    `request_sha256` tells a repeated request from another one under the same key; `status` is null while
    the first one still runs. `sees` names what the caller might see when it was answered.
    """

    user_uid = models.UUIDField()
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.TextField(blank=True)
    sees = models.CharField(max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user_uid", "route", "key"], name="core_idempotency_user_route_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
