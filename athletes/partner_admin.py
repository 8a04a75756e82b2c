"""Applications of others, as operators register them."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from athletes.models import PartnerGrant
from athletes.partners import PartnerAdapter
from config.core.operators import OperatorAdmin, ShownAdmin

LOOPBACK = {"127.0.0.1", "::1"}
GRANTS = ["authorization_code", "refresh_token"]


class PartnerForm(forms.ModelForm):
    """Only what is here may be asked for, and codes go to https, to the person's own machine or to an app."""

    scopes = forms.MultipleChoiceField(
        label="What it may ask for",
        help_text="Each person chooses among these, on the page that the application sends them to.",
        choices=[(name, f"{name}: {words}") for name, words in PartnerAdapter.scope_display.items()],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = Client
        fields = ("name", "type", "scopes", "redirect_uris")
        labels: ClassVar = {"redirect_uris": "Where codes are sent to"}
        help_texts: ClassVar = {"redirect_uris": "The addresses that it registers with you, one a line."}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["scopes"] = str(self.initial.get("scopes") or self.instance.scopes).split()

    def clean_scopes(self) -> str:
        return "\n".join(self.cleaned_data["scopes"])

    def clean_redirect_uris(self) -> str:
        places: list[str] = self.cleaned_data["redirect_uris"].split()
        if not places:
            raise ValidationError("Where does the application take its codes?")
        for place in places:
            if not _is_fitting(place):
                raise ValidationError(f"{place}: use https, or the reverse domain of an app as its scheme.")
        return "\n".join(places)


@admin.register(Client)
class PartnerAdmin(OperatorAdmin):
    form = PartnerForm
    list_display = ["name", "id", "type", "created_at"]
    list_filter = ["type"]
    search_fields = ["name", "id"]
    fields = ["name", "id", "type", "scopes", "redirect_uris", "created_at"]
    readonly_fields = ["id", "created_at"]

    def save_model(self, request: HttpRequest, obj: Client, form: Any, change: bool) -> None:
        secret = ""
        if not change:
            obj.set_grant_types(GRANTS)
            secret = PartnerAdapter().generate_client_secret()
            obj.set_secret(secret)
        super().save_model(request, obj, form, change)
        if secret and obj.type == Client.Type.CONFIDENTIAL:
            messages.warning(request, f"The secret of {obj.id}, shown this once: {secret}")


@admin.register(PartnerGrant)
class PartnerGrantAdmin(ShownAdmin):
    list_display = ["client", "user", "created_at", "valid_until", "revoked_at", "last_used_at"]
    search_fields = ["client__name", "user__email"]
    list_select_related = ["client", "user"]
    date_hierarchy = "created_at"


def _is_fitting(place: str) -> bool:
    parts = urlsplit(place)
    if parts.fragment or "*" in place:
        return False
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return bool(parts.hostname) if parts.scheme == "https" else "." in parts.scheme
