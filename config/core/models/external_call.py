"""What went out to other people's servers, without what was said."""

from django.db import models


class ExternalCall(models.Model):
    """One request to a service outside: whom it was about, how it ended, how long it took, what it cost."""

    service = models.CharField(max_length=60)
    operation = models.CharField(max_length=100)
    subject = models.UUIDField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(db_index=True)
    duration_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    received_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    cost_usd = models.DecimalField(max_digits=10, decimal_places=6, null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "-started_at"], name="core_call_by_subject")]

    def __str__(self) -> str:
        return f"{self.service} {self.operation}: {self.error_code or self.status}"
