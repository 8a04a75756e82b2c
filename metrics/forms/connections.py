"""What people type to connect to Garmin. Secrets are never sent back to the page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from athletes.models import Athlete, Connection

KEY_DAYS = [(30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "365 days")]
"""The lives of a key that Garmin offers."""
SHORTEST_KEY, LONGEST_KEY = 16, 2000
LONGEST_TOKENS = 20_000
LONGEST_HISTORY_YEARS = 30
SECRET = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
OWN_USE = (
    "These are my own data, for personal and non-commercial use, and I accept Garmin’s terms, as I did when "
    "I created the key."
)
UNOFFICIAL = (
    "I know that Garmin does not offer this way to others, that it may stop working at any time, and that I "
    "use it for my own data only."
)


class SecretTextarea(forms.Textarea):
    """A text area that is empty again when a form comes back."""

    def format_value(self, value: Any) -> None:  # noqa: ARG002
        return None


class KeyForm(forms.Form):
    """A Personal API key; `expires_on` is its last day."""

    key = forms.CharField(
        label="Personal API key",
        min_length=SHORTEST_KEY,
        max_length=LONGEST_KEY,
        widget=forms.PasswordInput(attrs=SECRET),
        help_text="Garmin shows it once. It is stored encrypted and never shown again.",
        error_messages={
            "required": "Paste the key that Garmin showed you.",
            "min_length": "This is too short for a key. Copy all of it.",
        },
    )
    valid_days = forms.TypedChoiceField(
        label="How long it is valid",
        choices=KEY_DAYS,
        coerce=int,
        initial=365,
        help_text="What you chose at Garmin. You are reminded before it ends.",
    )
    created_on = forms.DateField(
        label="Created on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_own_use = forms.BooleanField(
        label=OWN_USE, error_messages={"required": "Without this, Formline may not use the key."}
    )

    def __init__(self, *args: Any, athlete: Athlete, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = athlete.today()
        self.initial.setdefault("created_on", self.today)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if any(letter.isspace() or not letter.isprintable() for letter in key):
            raise ValidationError("There are spaces or line breaks in it. Copy the key alone.")
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        created: date | None = cleaned.get("created_on")
        if created and created > self.today:
            self.add_error("created_on", "This day is still to come.")
        elif created and "valid_days" in cleaned and self.expires_on < self.today:
            self.add_error("valid_days", "Then it has expired already. Create a new key at Garmin.")
        return cleaned

    @property
    def expires_on(self) -> date:
        created: date = self.cleaned_data["created_on"]
        return created + timedelta(days=self.cleaned_data["valid_days"])


class LoginForm(forms.Form):
    """Garmin's own user name and password, for the length of one login."""

    email = forms.EmailField(
        label="E-mail at Garmin", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Password at Garmin",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Used for this login and forgotten after it. It is never stored.",
    )
    is_china = forms.BooleanField(label="My account is with Garmin China (garmin.cn)", required=False)
    is_understood = forms.BooleanField(
        label=UNOFFICIAL, error_messages={"required": "Without this, Formline does not log in."}
    )


class TokensForm(forms.Form):
    """The content of a garmin_tokens.json that was made on the athlete's own computer."""

    tokens = forms.CharField(
        label="Content of garmin_tokens.json",
        max_length=LONGEST_TOKENS,
        widget=SecretTextarea(attrs={**SECRET, "rows": 5}),
        help_text="All of it, from { to }. It is stored encrypted and never shown again.",
    )
    is_china = forms.BooleanField(label="My account is with Garmin China (garmin.cn)", required=False)
    is_understood = forms.BooleanField(
        label=UNOFFICIAL, error_messages={"required": "Without this, Formline does not use the tokens."}
    )


class CodeForm(forms.Form):
    """The code that Garmin sent."""

    code = forms.RegexField(
        r"^\d{4,10}$",
        label="Code from Garmin",
        strip=True,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "maxlength": 12,
            }
        ),
        error_messages={"invalid": "The code has digits only, usually six.", "required": "Type the code."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_bound:
            # Codes are often shown in two groups.
            self.data = {**self.data, "code": "".join(str(self.data.get("code", "")).split())}


class SettingsForm(forms.ModelForm):
    """When a connection is read, how far back, and what may use it."""

    class Meta:
        model = Connection
        fields = ["sync_time", "backfill_from", "ai_allowed"]
        labels = {"sync_time": "Every day at", "backfill_from": "Read back to"}
        widgets = {
            "sync_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "backfill_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "sync_time": "In your time zone, give or take some minutes, so that not everybody asks at once.",
            "backfill_from": "Days before are not read. What is here already stays.",
            "ai_allowed": "Sentences about your training may rest on them. Numbers and charts always do. "
            "Switching it off holds for what is here already, switching it on for what comes from then on.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["backfill_from"].required = True
        self.initial["backfill_from"] = self.instance.wanted_since
        self.fields["sync_time"].required = True

    def clean_backfill_from(self) -> date:
        chosen: date = self.cleaned_data["backfill_from"]
        today = self.instance.athlete.today()
        if chosen > today:
            raise ValidationError("This day is still to come.")
        if chosen < today.replace(year=today.year - LONGEST_HISTORY_YEARS, day=1):
            raise ValidationError(f"At most {LONGEST_HISTORY_YEARS} years can be read.")
        return chosen
