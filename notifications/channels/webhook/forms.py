from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from config.core.guard import ForbiddenAddressError, check_url


class ReceiverForm(forms.Form):
    url = forms.CharField(
        label="Address",
        max_length=1000,
        widget=forms.URLInput(attrs={"placeholder": "https://example.org/formline", "autocomplete": "off"}),
        help_text="https, on port 443, open to the whole internet.",
    )
    label = forms.CharField(label="Your word for it", max_length=80, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="webhook-%s")

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        try:
            check_url(url)
        except ForbiddenAddressError as error:
            raise forms.ValidationError(error.message) from error
        return url
