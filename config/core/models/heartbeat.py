"""When each part that runs behind the scenes was last seen alive."""

from django.db import models


class Heartbeat(models.Model):
    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    said = models.CharField(max_length=200, blank=True, db_default="")

    def __str__(self) -> str:
        return f"{self.name} at {self.at.isoformat()}"
