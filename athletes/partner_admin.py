"""Applications of others, as operators register them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from athletes.models import PartnerGrant
from athletes.partners import PartnerAdapter
from config.core.operators import OperatorAdmin, ShownAdmin

LOOPBACK = {"127.0.0.1", "::1"}
GRANTS = ["authorization_code", "refresh_token"]


class PartnerForm(forms.ModelForm):
    """Only what is here may be asked for, and codes go to https, to the person's own machine or to an app."""

    class Meta:
        model = Client
        fields = ("name", "type", "scopes", "redirect_uris")

    def clean_scopes(self) -> str:
        scopes: list[str] = self.cleaned_data["scopes"].split()
        if unknown := set(scopes) - PartnerAdapter.scope_display.keys():
            raise ValidationError(f"There is no scope {', '.join(sorted(unknown))}.")
        return "\n".join(scopes)

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
