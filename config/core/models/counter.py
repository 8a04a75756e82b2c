"""How often something happened within one window of time."""

from django.db import models


class Counter(models.Model):
    """Hits of `key` in the window from the Unix second `window_start`; see `config.core.ratelimit`."""

    key = models.CharField(max_length=200)
    window_start = models.BigIntegerField()
    window_s = models.PositiveIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "window_s", "window_start"], name="core_counter_key_window"
            )
        ]
        indexes = [models.Index(fields=["window_start"], name="core_counter_window")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
