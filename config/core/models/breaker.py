"""Whether a service outside is worth asking at the moment."""

from django.db import models


class BreakerState(models.TextChoices):
    CLOSED = "closed", "calls go through"
    OPEN = "open", "calls are refused"
    HALF_OPEN = "half_open", "one call is trying"


class Breaker(models.Model):
    """The state of one service, shared by all workers; see `config.core.breaker`."""

    name = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=BreakerState.choices, default=BreakerState.CLOSED)
    failures = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"
