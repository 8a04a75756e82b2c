"""When the next request to a host may start."""

from django.db import models


class Turn(models.Model):
    """Unix milliseconds from which the next turn of `name` is free; see `config.core.pacing`."""

    name = models.CharField(max_length=200, unique=True)
    free_at_ms = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} from {self.free_at_ms}"
