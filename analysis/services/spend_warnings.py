"""A word to whoever pays before the month's budget is gone: once per month, at four fifths of it."""

from __future__ import annotations

from django.urls import reverse

from analysis.selectors.spend import Budget, budget_of, budget_of_site
from athletes.models import Athlete, User
from notifications.services import notify

KIND = "ai_budget"


def warn(*, athlete: Athlete | None) -> None:
    """Tell the athlete of their own budget and operators of the site's, where it is nearly spent."""
    if athlete is not None and (own := budget_of(athlete)).is_nearly_spent:
        url = reverse("analysis:analyses", kwargs={"athlete": str(athlete.uid)})
        _tell(athlete.user, own, "own", url, athlete)
    if (site := budget_of_site()).is_nearly_spent:
        for operator in User.objects.filter(is_staff=True, is_active=True):
            _tell(operator, site, "site", reverse("admin:analysis_aiusage_changelist"), None)


def _tell(user: User, budget: Budget, whose: str, url: str, athlete: Athlete | None) -> None:
    notify(
        user=user,
        kind=KIND,
        key=f"{whose}:{budget.until:%Y-%m}",
        context={
            "whose": whose,
            "spent_usd": f"{budget.spent_usd:.2f}",
            "cap_usd": f"{budget.cap_usd:.2f}",
            "until": f"{budget.until:%Y-%m-%d}",
        },
        url=url,
        athlete=athlete,
    )
