"""What is typed on the pages of privacy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from athletes.models import PrivacyZone, User
from athletes.models.privacy import LEAST_RADIUS_M, MOST_RADIUS_M


class ZoneForm(forms.ModelForm):
    """A place and how far around it others see nothing."""

    class Meta:
        model = PrivacyZone
        fields = ("name", "latitude_deg", "longitude_deg", "radius_m")
        labels = {
            "name": "What you call it",
            "latitude_deg": "Latitude, degrees",
            "longitude_deg": "Longitude, degrees",
            "radius_m": "Radius, metres",
        }
        help_texts = {
            "latitude_deg": "North is positive, such as 47.3769.",
            "longitude_deg": "East is positive, such as 8.5417.",
            "radius_m": f"{LEAST_RADIUS_M} to {MOST_RADIUS_M}.",
        }


class EraseForm(forms.Form):
    """Whoever means it types the address of the account."""

    email = forms.EmailField(label="The e-mail address of this account")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.casefold() != self._user.email.casefold():
            raise ValidationError("This is not the address of this account.")
        return email
