"""What Claude has cost, and what is left.

What is under way counts with the most that it can cost, what got lost with what was reserved for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from analysis.models import AIUsage
from analysis.selectors.preferences import preferences_of
from athletes.models import Athlete
from config.core.personal import Person
from config.core.quotas import Use

SITE_ZONE = ZoneInfo("UTC")
WARNED_AT = Decimal("0.8")
DAY_USED = "You have had as many answers from Claude today as you allow."
MONTH_USED = "Your budget for Claude is used up for this month."


@dataclass(frozen=True, slots=True)
class Budget:
    """US dollars of a calendar month, which ends at `until`."""

    spent_usd: Decimal
    cap_usd: Decimal
    until: datetime

    @property
    def left_usd(self) -> Decimal:
        return max(self.cap_usd - self.spent_usd, Decimal(0))

    @property
    def share(self) -> Decimal:
        """1 is all of it; a cap of nothing is always used up."""
        return self.spent_usd / self.cap_usd if self.cap_usd else Decimal(1)

    @property
    def is_nearly_spent(self) -> bool:
        return self.cap_usd > 0 and self.share >= WARNED_AT


def budget_of(athlete: Athlete, *, now: datetime | None = None) -> Budget:
    """The athlete's month, which begins at their own midnight."""
    rows = AIUsage.objects.filter(athlete=athlete)
    start, until = month_around(now or timezone.now(), athlete.zone)
    return Budget(_spent(rows, start), preferences_of(athlete).monthly_usd, until)


def ai_used(person: Person) -> Use | None:
    """Of the athlete's month, for the page of what they have used."""
    if person.athlete_pk is None or not settings.AI_ENABLED:
        return None
    budget = budget_of(Athlete.objects.get(pk=person.athlete_pk))
    next_step = "The rules go on alone until the next month, or raise the most it may cost in the settings."
    return Use("Claude, this month", f"${budget.spent_usd:.2f}", f"${budget.cap_usd:.2f}", next_step)


def budget_of_site(*, now: datetime | None = None) -> Budget:
    """Everybody's month together, in UTC, of athletes who have left as well."""
    start, until = month_around(now or timezone.now(), SITE_ZONE)
    return Budget(_spent(AIUsage.objects.all(), start), Decimal(str(settings.AI_SITE_MONTHLY_USD)), until)


def answers_today(athlete: Athlete, *, now: datetime | None = None) -> int:
    """Analyses and chat answers of the athlete's day, however many requests each of them took."""
    counted = of_today(athlete, now or timezone.now()).aggregate(
        turns=Count("turn", distinct=True),
        analyses=Count("analysis", distinct=True),
        others=Count("pk", filter=Q(turn=None, analysis=None)),
    )
    return sum(counted.values())


def own_cap_reached(athlete: Athlete) -> str:
    """In words which of the athlete's own caps leaves nothing now; "" while there is room."""
    if answers_today(athlete) >= preferences_of(athlete).answers_per_day:
        return DAY_USED
    return "" if budget_of(athlete).left_usd else MONTH_USED


def of_today(athlete: Athlete, now: datetime) -> QuerySet[AIUsage]:
    """The requests of the athlete's own day that reached the model, or may still."""
    rows = AIUsage.objects.filter(athlete=athlete, created_at__gte=midnight(athlete, now))
    return rows.exclude(state=AIUsage.State.RELEASED)


def midnight(athlete: Athlete, now: datetime) -> datetime:
    """When the athlete's day began."""
    return now.astimezone(athlete.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def month_around(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instants of the month of `now` and of the next, in that zone."""
    start = now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start, (start + timedelta(days=32)).replace(day=1)


def _spent(rows: QuerySet[AIUsage], start: datetime) -> Decimal:
    total: Decimal | None = rows.filter(created_at__gte=start).aggregate(sum=Sum("cost_usd"))["sum"]
    return total or Decimal(0)
