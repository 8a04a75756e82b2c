"""What Claude costs: prices by date, and a ledger that reserves before a call and settles after it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from analysis.models.analysis import Analysis
from analysis.models.chat import Turn
from athletes.models import Athlete
from config.core.models import Named


class Price(models.Model):
    """US dollars per million tokens of one model from a day on.

    A request whose prompt has at most `up_to_prompt_tokens` tokens costs this; null is any length. The
    smallest bound that fits applies, to every token of the request.
    """

    model = models.CharField(max_length=60)
    valid_from = models.DateField()
    up_to_prompt_tokens = models.PositiveIntegerField(null=True, blank=True)
    input_usd = models.DecimalField(max_digits=10, decimal_places=4)
    output_usd = models.DecimalField(max_digits=10, decimal_places=4)
    cache_write_5m_usd = models.DecimalField(max_digits=10, decimal_places=4)
    cache_write_1h_usd = models.DecimalField(max_digits=10, decimal_places=4)
    cache_read_usd = models.DecimalField(max_digits=10, decimal_places=4)
    batch_factor = models.DecimalField(max_digits=4, decimal_places=3, default=1)

    class Meta:
        ordering = ["model", "-valid_from", "up_to_prompt_tokens"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["model", "valid_from", "up_to_prompt_tokens"], name="price_once_a_length"
            ),
            models.UniqueConstraint(
                fields=["model", "valid_from"],
                condition=Q(up_to_prompt_tokens=None),
                name="price_once_for_any_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} from {self.valid_from}"


class SpendAccount(models.Model):
    """What a scope ("site", "athlete:7") is locked by while a reservation looks at its caps.

    `closed_until` is set when the provider says that no more may be spent; empty `closed_why` otherwise.
    """

    scope = models.CharField(max_length=40, unique=True)
    closed_until = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.scope


class AIUsage(Named):
    """One request to the model: reserved before, settled after; what a lost answer cost stays reserved.

    `athlete` becomes null when the athlete is erased: what the site has spent stays true.
    """

    data_class = "analysis"

    class Purpose(models.TextChoices):
        BRIEF = "brief", "Daily brief"
        WEEKLY = "weekly", "Weekly review"
        ACTIVITY = "activity", "Comment on an activity"
        ASKED = "asked", "Asked for"
        CHAT = "chat", "Chat"
        EVALUATION = "evaluation", "Evaluation"

    class State(models.TextChoices):
        RESERVED = "reserved", "Under way"
        SETTLED = "settled", "Settled"
        RELEASED = "released", "Never arrived"
        UNKNOWN = "unknown", "Outcome unknown"

    athlete = models.ForeignKey(Athlete, models.SET_NULL, null=True, blank=True, related_name="+")
    analysis = models.ForeignKey(Analysis, models.SET_NULL, null=True, blank=True, related_name="usages")
    turn = models.ForeignKey(Turn, models.SET_NULL, null=True, blank=True, related_name="usages")
    purpose = models.CharField(max_length=10, choices=Purpose)
    model = models.CharField(max_length=60)
    price = models.ForeignKey(Price, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.RESERVED)
    is_batch = models.BooleanField(default=False)
    input_tokens = models.PositiveIntegerField(default=0)
    cache_write_5m_tokens = models.PositiveIntegerField(default=0)
    cache_write_1h_tokens = models.PositiveIntegerField(default=0)
    cache_read_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    thinking_tokens = models.PositiveIntegerField(default=0)
    reserved_usd = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    cost_usd = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    request_id = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "AI usage"
        verbose_name_plural = "AI usage"
        ordering = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["athlete", "-created_at"], name="ai_usage_by_athlete"),
            models.Index(fields=["-created_at"], name="ai_usage_by_time"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cost_usd__gte=0) & Q(reserved_usd__gte=0),
                name="ai_usage_costs_no_less_than_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state} {self.cost_usd} USD"
