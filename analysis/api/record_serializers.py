"""How an analysis came about, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from analysis.models import Analysis
from analysis.selectors.analyses import WINDOW_DAYS, WINDOWS


class AskedSerializer(serializers.Serializer[Any]):
    engine = serializers.ChoiceField(Analysis.Engine.choices, default=Analysis.Engine.RULES)
    days = serializers.ChoiceField(
        WINDOWS, default=WINDOW_DAYS, help_text="How many days up to today it is about."
    )


class SentSerializer(serializers.Serializer[Any]):
    """`instructions` are the same for everybody; `evidence` is all that was sent of this athlete."""

    instructions = serializers.CharField(source="prompt.body")
    evidence = serializers.CharField(source="sent", help_text="JSON, byte for byte as it was sent.")
    repair = serializers.CharField(
        help_text="What a second request said besides the same evidence, as JSON; empty without one."
    )
    left_out = serializers.ListField(
        source="shrink_steps", child=serializers.CharField(), help_text="What was too long to be sent."
    )
    model = serializers.CharField()
    request_ids = serializers.ListField(
        child=serializers.CharField(), help_text="The provider's names for the requests."
    )
    sent_at = serializers.DateTimeField(source="created_at")


class ReviewChangeSerializer(serializers.Serializer[Any]):
    place = serializers.CharField(help_text="`headline`, or the id of a finding or recommendation.")
    sentence = serializers.IntegerField(help_text="From 0 on, as it was counted then.")
    before = serializers.CharField()
    after = serializers.CharField(allow_blank=True, help_text="Empty where it was taken out.")
    by = serializers.CharField(allow_blank=True, help_text="The coach's name; empty once they have left.")
    at = serializers.DateTimeField()


class ReviewSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(
        ["waiting", "approved", "rejected"], allow_null=True, help_text="null where nobody had to look."
    )
    by = serializers.CharField(allow_null=True, help_text="The coach's name.")
    at = serializers.DateTimeField(allow_null=True)
    changes = ReviewChangeSerializer(many=True)
