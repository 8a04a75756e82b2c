"""What a service refused, beside the fields that a person sees."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from config.core.errors import DataValidationError


def add_refusal(
    form: forms.BaseForm, error: DataValidationError, field_of: Mapping[str, str] | None = None
) -> None:
    """Add the messages of `error` to the form; what has no field there stands above it."""
    if not error.fields:
        form.add_error(None, error.message)
    for name, messages in error.fields.items():
        field = (field_of or {}).get(name, name)
        form.add_error(field if field in form.fields else None, list(messages))
