"""Plans, sessions and what became of them, as JSON."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from metrics.api.fields import FiniteSerializer, NumberField
from metrics.models import Activity, Race
from plans.models import (
    Cause,
    Plan,
    PlanChange,
    PlannedSession,
    PlanProposal,
    SessionComment,
    WorkoutTemplate,
)
from plans.selectors.authors import name_of
from plans.selectors.evidence import readable
from plans.selectors.reasons import (
    changes_of,
    checks_of,
    evidence_of,
    may_know,
    outcome_of,
    reason_of,
    reason_of_change,
    side_of,
    skip_of,
)

REVISION = {"revision": {"help_text": "Grows by one with each change."}}
DAYS = {"start": {"help_text": "First day."}, "end": {"help_text": "Day after the last."}}


class PhaseSerializer(serializers.Serializer[Any]):
    name = serializers.ChoiceField(["base", "build", "specific", "taper", "recovery"])
    start = serializers.DateField()
    end = serializers.DateField(help_text="Day after the last.")


class PlanWeekSerializer(serializers.Serializer[Any]):
    start = serializers.DateField()
    target_load = NumberField(help_text="Load the season asks of this week.")
    kind = serializers.ChoiceField(["build", "recovery", "taper", "race"])


class CheckSerializer(serializers.Serializer[Any]):
    """One of the twenty rules; a rule that does not apply has no verdict."""

    rule = serializers.IntegerField(min_value=1, max_value=20)
    locals()["class"] = serializers.ChoiceField(["hard", "soft"])
    applies = serializers.BooleanField()
    value = NumberField(
        allow_null=True, help_text="Rules 1, 12 and 13 need `load`, rules 2 and 4 `activities`."
    )
    threshold = serializers.JSONField(help_text="A number, or the lowest and the highest value.")
    passed = serializers.BooleanField(allow_null=True)


class PlanSerializer(FiniteSerializer):
    """A plan; its sessions are listed by day under `planned-sessions/`."""

    race_uid: Any = serializers.SlugRelatedField(
        source="race", slug_field="uid", read_only=True, allow_null=True, help_text="The goal."
    )
    phases = PhaseSerializer(many=True)
    weeks = PlanWeekSerializer(many=True)
    checks = CheckSerializer(many=True)

    class Meta:
        model = Plan
        fields: ClassVar = [
            *("uid", "revision", "created_at", "name", "sport", "race_uid", "start", "end", "state"),
            *("status", "phases", "weeks", "relaxed", "blocking", "checks", "score"),
            *("error_code", "error_message", "adopted_at"),
        ]
        read_only_fields: ClassVar = fields
        extra_kwargs: ClassVar = {
            **REVISION,
            **DAYS,
            "relaxed": {"help_text": "What gave way: `{rule, from, to, why}`."},
            "blocking": {"help_text": "What leaves no plan, when it is infeasible."},
            "score": {"help_text": "Share of the rules that apply and hold, 0 to 1."},
        }

    def to_representation(self, instance: Plan) -> dict[str, Any]:
        """Without what the caller may not read of why it is as it is."""
        classes: frozenset[str] = self.context.get("classes", frozenset())
        told = outcome_of(instance, classes)
        shown = {"blocking": told.blocking, "relaxed": told.relaxed, "error_message": told.message}
        shown["checks"] = checks_of(instance, classes)
        return {**super().to_representation(instance), **shown}


class PlanRequestSerializer(serializers.Serializer[Any]):
    """A race, or a sport and weeks without one."""

    race_uid: Any = serializers.SlugRelatedField(
        source="race", slug_field="uid", queryset=Race.objects.none(), required=False, allow_null=True
    )
    sport = serializers.ChoiceField(
        ["running", "cycling", "swimming"], required=False, help_text="Without a race."
    )
    weeks = serializers.IntegerField(
        min_value=1, max_value=52, required=False, allow_null=True, help_text="Without a race; default 12."
    )
    start = serializers.DateField(
        required=False, allow_null=True, help_text="Default: tomorrow at the latest."
    )

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if athlete := self.context.get("athlete"):
            related: Any = fields["race_uid"]
            related.queryset = Race.objects.for_athlete(athlete).alive()
        return fields


class SessionSerializer(FiniteSerializer):
    """A planned session. The workout is given as `text` or as `steps`; the rest follows from it."""

    plan_uid: Any = serializers.SlugRelatedField(
        source="plan", slug_field="uid", read_only=True, allow_null=True
    )
    activity_uid: Any = serializers.SlugRelatedField(
        source="activity", slug_field="uid", read_only=True, allow_null=True, help_text="Needs `activities`."
    )

    skip_reason = serializers.ChoiceField(
        PlannedSession.SkipReason.choices,
        allow_blank=True,
        read_only=True,
        help_text="Why it was skipped. Needs `notes`.",
    )

    class Meta:
        model = PlannedSession
        fields: ClassVar = [
            *("uid", "revision", "plan_uid", "day", "slot", "sport", "kind", "title", "text", "steps"),
            *("minutes", "distance_m", "load", "hard", "z1_min", "z2_min", "z3_min", "why", "note"),
            *("origin", "locked", "state", "skip_reason", "skip_note", "activity_uid", "adherence"),
        ]
        read_only_fields: ClassVar = [
            *("uid", "revision", "minutes", "distance_m", "load", "hard", "z1_min", "z2_min", "z3_min"),
            *("why", "origin", "locked", "state", "skip_note", "adherence"),
        ]
        extra_kwargs: ClassVar = {
            **REVISION,
            "day": {"help_text": "The athlete's local day."},
            "slot": {"min_value": 1, "max_value": 9, "help_text": "Which session of the day, from 1."},
            "kind": {"required": False, "help_text": "Kind of the catalogue, or `other`."},
            "title": {"required": False, "help_text": "Default: after the kind."},
            "text": {"required": False, "help_text": "The workout in the text syntax, such as `- 45m Z2`."},
            "steps": {"required": False, "help_text": "The workout in the one grammar of this API."},
            "load": {"help_text": "Predicted training load."},
            "adherence": {"help_text": "Done against planned; null until matched. Needs `activities`."},
        }

    def to_representation(self, instance: PlannedSession) -> dict[str, Any]:
        reason, note = skip_of(instance, self.context.get("classes", frozenset()))
        return {**super().to_representation(instance), "skip_reason": reason, "skip_note": note}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [name for name in ("text", "steps") if name in attrs]
        if len(given) > 1 or (not given and not self.partial):
            raise serializers.ValidationError({"text": "Give the workout as `text` or as `steps`."})
        return attrs


class SkipSerializer(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(PlannedSession.SkipReason.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class PlaceSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    slot = serializers.IntegerField(min_value=1, max_value=9, required=False, default=1)


class SwapSerializer(serializers.Serializer[Any]):
    with_uid = serializers.UUIDField(help_text="The other session.")


class LinkSerializer(serializers.Serializer[Any]):
    activity_uid: Any = serializers.SlugRelatedField(
        source="activity", slug_field="uid", queryset=Activity.objects.none()
    )

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if athlete := self.context.get("athlete"):
            related: Any = fields["activity_uid"]
            related.queryset = Activity.objects.for_athlete(athlete).shown()
        return fields


class AuthoredSerializer(serializers.ModelSerializer[Any]):
    """`author` is null for Formline itself, and for somebody who left."""

    author = serializers.SerializerMethodField(help_text='A name, or "a coach", never an address.')

    def get_author(self, row: Any) -> str | None:
        return name_of(row.author, self.context["view"].get_athlete()) if row.author else None


class CommentSerializer(AuthoredSerializer):
    class Meta:
        model = SessionComment
        fields: ClassVar = ["uid", "created_at", "author", "text"]
        read_only_fields: ClassVar = ["uid", "created_at"]


class PlanProposalSerializer(serializers.ModelSerializer[Any]):
    """A change that waits for consent: `changes` are `{session, act, before, after, reason, evidence}`."""

    cause = serializers.ChoiceField(
        Cause.choices, read_only=True, allow_null=True, help_text="Null where it needs more than `plan`."
    )
    checks = CheckSerializer(
        many=True, read_only=True, help_text="What the rules would say of the plan with all of the changes."
    )

    class Meta:
        model = PlanProposal
        fields: ClassVar = [
            *("uid", "revision", "created_at", "cause", "reason", "evidence", "changes", "state"),
            *("checks", "beyond_limits", "decided_at"),
        ]
        read_only_fields: ClassVar = fields

    def to_representation(self, instance: PlanProposal) -> dict[str, Any]:
        """Without cause, reasons and evidence of data classes that the caller may not read."""
        shown: dict[str, Any] = super().to_representation(instance)
        classes: frozenset[str] = self.context.get("classes", frozenset())

        def read(rows: list[Any]) -> list[dict[str, Any]]:
            known, ref = evidence_of(instance, rows, classes), str(instance.athlete.uid)
            return readable(known, classes=classes, ref=ref, fingerprint=instance.fingerprint)

        return {
            **shown,
            "cause": shown["cause"] if may_know(instance, classes) else None,
            "reason": reason_of(instance, classes),
            "checks": checks_of(instance, classes),
            "evidence": read(shown["evidence"]),
            "changes": [
                {**each, "evidence": read(each.get("evidence") or [])}
                for each in changes_of(instance, classes)
            ],
        }


class AcceptSerializer(serializers.Serializer[Any]):
    only = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        required=False,
        allow_null=True,
        help_text="Positions within `changes`; all of them by default.",
    )


class ChangeSerializer(AuthoredSerializer):
    """One act on the plan."""

    is_undone = serializers.BooleanField(read_only=True)

    class Meta:
        model = PlanChange
        fields: ClassVar = ["uid", "created_at", "author", "act", "reason", "entries", "is_undone"]
        read_only_fields: ClassVar = fields

    def to_representation(self, instance: PlanChange) -> dict[str, Any]:
        """Without reasons of data classes that the caller may not read."""
        shown: dict[str, Any] = super().to_representation(instance)
        classes: frozenset[str] = self.context.get("classes", frozenset())
        entries = [
            {**each, **{name: side_of(each[name], classes) for name in ("before", "after")}}
            for each in shown["entries"]
        ]
        return {**shown, "reason": reason_of_change(instance, classes), "entries": entries}


class TemplateSerializer(serializers.ModelSerializer[Any]):
    class Meta:
        model = WorkoutTemplate
        fields: ClassVar = [
            *("uid", "revision", "name", "sport", "kind", "text", "steps", "minutes", "note"),
        ]
        read_only_fields: ClassVar = ["uid", "revision", "minutes"]
        extra_kwargs: ClassVar = {
            **REVISION,
            "kind": {"required": False},
            "text": {"required": False},
            "steps": {"required": False},
            "minutes": {"help_text": "As predicted when it was saved."},
        }
