"""Something only one process may hold at a time, wherever it runs."""

from django.db import models


class Lease(models.Model):
    """Who holds `name` until when; written by `config.core.leases` only."""

    name = models.CharField(max_length=200, unique=True)
    holder = models.UUIDField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} until {self.until.isoformat()}"
