"""Knowing better than the computed readiness."""

from __future__ import annotations

from django import forms

from metrics.models import ReadinessOverride


class OverrideForm(forms.ModelForm):
    """What the day is good for, and why."""

    verdict = forms.ChoiceField(
        label="What is right today?", choices=[("", "Choose"), *ReadinessOverride.Verdict.choices]
    )

    class Meta:
        model = ReadinessOverride
        fields = ["verdict", "reason"]
        labels = {"reason": "Why?"}
        help_texts = {"reason": "A few words, such as: bad night with a sick child."}
        widgets = {"reason": forms.TextInput(attrs={"autocomplete": "off"})}
