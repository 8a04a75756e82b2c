"""Which page shows the rows behind a value. The athlete is named by uid, so a coach's link is the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Links:
    athlete_uid: UUID

    def fitness(self) -> str:
        return self._to("metrics:fitness")

    def activities(self, start: date, end: date) -> str:
        """The activities of the days [start, end); the list's filter includes its last day."""
        last = end - timedelta(days=1)
        query = urlencode({"since": start.isoformat(), "until": last.isoformat()})
        return f"{self._to('metrics:activities')}?{query}"

    def activity(self, uid: UUID) -> str:
        return self._to("metrics:activity", uid=uid)

    def daily(self, metric: str) -> str:
        return self._to("analysis:daily", metric=metric)

    def health(self) -> str:
        return self._to("metrics:health")

    def signals(self) -> str:
        return self._to("analysis:signals")

    def check_in(self) -> str:
        return self._to("metrics:check-in")

    def markers(self) -> str:
        return self._to("metrics:markers")

    def cycle(self) -> str:
        return self._to("metrics:cycle")

    def races(self) -> str:
        return self._to("metrics:races")

    def preferences(self) -> str:
        return self._to("plans:preferences")

    def session(self, uid: UUID) -> str:
        return self._to("plans:session", uid=uid)

    def thresholds(self) -> str:
        return self._to("athletes:profile")

    def _to(self, name: str, **parts: object) -> str:
        return reverse(name, kwargs={"athlete": str(self.athlete_uid), **parts})
