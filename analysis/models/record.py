"""How an analysis came about: enough to read what was sent, and to check the answer again offline."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from analysis.models.analysis import Analysis
from config.core.models import Named, PackedJSONField


class PromptVersion(models.Model):
    """One text of a prompt, for ever: `sha256` of body and schema is what answers are attributed to."""

    name = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, unique=True)
    body = models.TextField()
    schema_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version", "sha256"], name="prompt_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class AnalysisRecord(Named):
    """What went to the model and what came back, kept apart from what people read.

    `sent` is the evidence as it was sent, `raw_answers` the texts of the answer and of the repair, `report`
    what grounding found in each, `shrink_steps` what was left out to fit the budget. Where the rules stand
    instead, `report` also holds `error` ({code, message, is_cost_unknown}), the `pack` that was asked about,
    and `was_sent`: False where it stayed in the house, because money or leave was missing.
    """

    data_class = "analysis"

    analysis = models.OneToOneField(Analysis, models.CASCADE, related_name="record")
    prompt = models.ForeignKey(PromptVersion, models.PROTECT, related_name="+")
    model = models.CharField(max_length=60)
    sdk_version = models.CharField(max_length=20)
    effort = models.CharField(max_length=10, blank=True)
    sent = PackedJSONField()
    raw_answers = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    shrink_steps = models.JSONField(default=list)
    request_ids = models.JSONField(default=list)
    latency_ms = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.model} for {self.analysis_id}"

    @property
    def repair(self) -> str:
        """What the second request said besides the same evidence, as JSON; "" without one."""
        return str(self.report.get("repair", ""))

    @property
    def was_sent(self) -> bool:
        return bool(self.report.get("was_sent", True))
