"""What somebody decides about an application that asks to be let in."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.forms import AuthorizationForm
from django import forms

DAYS = ((30, "30 days"), (90, "90 days"), (365, "a year"))


class ConsentForm(AuthorizationForm):
    """As allauth's, with an end. Who somebody is cannot be left out where it was asked for."""

    days = forms.TypedChoiceField(label="For how long", choices=DAYS, coerce=int, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._asked = kwargs["requested_scopes"]
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        scopes.choices = [each for each in scopes.choices if each[0] != "openid"]
        scopes.required = "openid" not in self._asked
        scopes.error_messages["required"] = "Tick what it may do, or refuse."

    def clean_scopes(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["scopes"]
        return [*chosen, "openid"] if "openid" in self._asked else chosen
