from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from config.core.errors import DataValidationError
from notifications.channels.sms.numbers import parsed


class NumberForm(forms.Form):
    number = forms.CharField(
        label="Mobile number",
        max_length=40,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "placeholder": "+49 151 12345678"}
        ),
        help_text="With its country. A code is sent there.",
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="sms-%s")

    def clean_number(self) -> str:
        try:
            return parsed(self.cleaned_data["number"])
        except DataValidationError as error:
            raise forms.ValidationError(error.message) from error


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, uid: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"sms-{uid}-%s")
