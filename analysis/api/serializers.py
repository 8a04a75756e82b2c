"""Analyses and their evidence as JSON (docs/analysis.md)."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from analysis.models import Advice, Analysis
from analysis.selectors.analyses import as_json
from metrics.models import Signal


class SlotSerializer(serializers.Serializer[Any]):
    slot = serializers.CharField(help_text="Its name in the template.")
    ref = serializers.CharField(help_text="Id of a value of the evidence pack.")
    op = serializers.ChoiceField(["value", "baseline", "delta", "pct_change", "z", "n", "date"])
    value = serializers.JSONField(help_text="Unrounded number, or an ISO date where `op` is `date`.")
    unit = serializers.CharField(allow_blank=True)
    shown = serializers.CharField(help_text="As the text shows it.")
    url = serializers.CharField(help_text="The page with the rows behind it.")


class ClaimSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    template = serializers.CharField(help_text="The sentence with `{slots}` and without a digit.")
    slots = SlotSerializer(many=True)


class FindingSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    kind = serializers.CharField(help_text="Kind of a signal, or `progress`, `other`.")
    direction = serializers.ChoiceField(["up", "down", "flat", "mixed"])
    severity = serializers.ChoiceField(Signal.Severity.choices)
    confidence = serializers.ChoiceField(Signal.Confidence.choices)
    signal_uids = serializers.ListField(child=serializers.UUIDField())
    claims = ClaimSerializer(many=True)


class RecommendationSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    finding_ids = serializers.ListField(child=serializers.CharField())
    category = serializers.ChoiceField(
        ["load", "recovery", "sleep", "intensity", "technique", "health", "planning"]
    )
    priority = serializers.ChoiceField(["must", "should", "could"])
    confidence = serializers.ChoiceField(Signal.Confidence.choices)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(help_text="Exclusive.")
    state = serializers.ChoiceField(Advice.State.choices)
    claims = ClaimSerializer(many=True)


class SafetySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    advice = serializers.CharField()


class QuestionSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    text = serializers.CharField()
    about = serializers.CharField(help_text="Uid of the signal, or the value and since when.")


class MissingSerializer(serializers.Serializer[Any]):
    channel = serializers.CharField()
    days = serializers.IntegerField(help_text="How many of the last 14 days have no value.")


class GroundingSerializer(serializers.Serializer[Any]):
    checked = serializers.IntegerField(help_text="Numbers checked against the evidence.")
    repaired = serializers.IntegerField()
    dropped = serializers.IntegerField(help_text="Sentences left out because they failed.")


class WorkoutSerializer(serializers.Serializer[Any]):
    """A proposed session; `POST …/advice/` with its id puts it into the calendar."""

    id = serializers.CharField()
    date = serializers.DateField()
    sport = serializers.CharField()
    title = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    steps = serializers.ListField(child=serializers.DictField(), help_text="In the grammar of workouts.")
    text = serializers.CharField(help_text="The same in the text syntax.")
    minutes = serializers.IntegerField()
    load = serializers.IntegerField(help_text="Predicted.")
    is_hard = serializers.BooleanField()
    easier_option = serializers.CharField(allow_blank=True)
    is_template = serializers.BooleanField(
        help_text="What was proposed broke a rule of planning: this is of the library instead."
    )
    state = serializers.ChoiceField(Advice.State.choices)
    session_uid = serializers.UUIDField(allow_null=True, help_text="The planned session it became.")


class AnalysisSerializer(serializers.Serializer[Any]):
    """What was said of the days [start, end)."""

    uid = serializers.UUIDField()
    engine = serializers.ChoiceField(["rules", "claude"])
    status = serializers.ChoiceField(["ok", "draft", "fallback"])
    reason = serializers.CharField(allow_null=True, help_text="Why another engine answered; null otherwise.")
    created_at = serializers.DateTimeField()
    start = serializers.DateField()
    end = serializers.DateField(help_text="Exclusive.")
    pack_sha256 = serializers.CharField(help_text="The same evidence has the same hash.")
    prompt_version = serializers.CharField()
    headline = ClaimSerializer()
    findings = FindingSerializer(many=True)
    recommendations = RecommendationSerializer(many=True)
    workouts = WorkoutSerializer(many=True)
    safety = SafetySerializer(many=True)
    questions = QuestionSerializer(many=True)
    missing = MissingSerializer(many=True)
    grounding = GroundingSerializer()
    cost_usd = serializers.FloatField()

    def to_representation(self, instance: Analysis) -> dict[str, Any]:
        return as_json(instance, self.context.get("hidden", frozenset()))
