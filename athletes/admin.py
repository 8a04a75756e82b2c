"""People, their thresholds and their coaches, for operators."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import admin as account_admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.idp.oidc import admin as oidc_admin  # noqa: F401
from allauth.idp.oidc.models import Client as Partner
from allauth.idp.oidc.models import Token as PartnerToken
from allauth.mfa import admin as mfa_admin  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as sessions_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from athletes import services
from athletes.models import (
    DATA_CLASSES,
    ApiKey,
    Athlete,
    CoachInvitation,
    CoachLink,
    Connection,
    ConnectionAttempt,
    DataExport,
    DataRead,
    Device,
    ErasureRequest,
    PrivacyZone,
    Threshold,
    User,
)
from athletes.services.ending import end_logins
from config.core.celery import enqueue
from config.core.operators import KeptAdmin, OperatorAdmin, OperatorPermissions, ShownAdmin

admin.site.unregister([EmailAddress, Authenticator, UserSession, Partner, PartnerToken])

NAMED = ["uid", "created_at", "updated_at", "revision"]
ASKED = "The worker has been asked."


@admin.register(User)
class UserAdmin(KeptAdmin):
    list_display = ["email", "name", "is_staff", "is_active", "last_login", "date_joined"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["email", "name", "uid"]
    date_hierarchy = "date_joined"
    ordering = ["-date_joined"]
    fields = ["email", "name", "is_active", "is_staff", "last_login", "date_joined", *NAMED]
    readonly_fields = ["email", "last_login", "date_joined", *NAMED]
    actions = ["log_out", "end_everything"]

    @admin.action(description="Log out of every browser and app")
    def log_out(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        self._end(request, rows, also_programs=False)

    @admin.action(description="Log out everywhere and end keys and applications")
    def end_everything(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        self._end(request, rows, also_programs=True)

    def _end(self, request: HttpRequest, rows: QuerySet[User], *, also_programs: bool) -> None:
        for user in rows:
            end_logins(user=user, by=cast(User, request.user), also_programs=also_programs)
        messages.success(request, "Done. They are told, and can log in again with their password.")


@admin.register(ApiKey)
class ApiKeyAdmin(ShownAdmin):
    list_display = ["name", "user", "key_id", "expires_at", "last_used_at", "revoked_at"]
    search_fields = ["name", "key_id", "user__email"]
    list_select_related = ["user"]
    fields = ["user", "name", "key_id", "scopes", "expires_at", "last_used_at", "revoked_at", *NAMED]
    readonly_fields = fields


@admin.register(EmailAddress)
class EmailAddressAdmin(KeptAdmin):
    list_display = ["email", "user", "primary", "verified"]
    list_filter = ["verified", "primary"]
    search_fields = ["email", "user__email"]
    list_select_related = ["user"]
    fields = ["user", "email", "primary", "verified"]
    readonly_fields = ["user", "email", "primary"]


@admin.register(PrivacyZone)
class PrivacyZoneAdmin(ShownAdmin):
    """That there is one. Where it is, its name included, is what it is there to hide."""

    list_display = ["athlete", "radius_m", "created_at"]
    search_fields = ["athlete__name", "athlete__user__email"]
    list_select_related = ["athlete"]
    fields = ["athlete", "radius_m", *NAMED]
    readonly_fields = fields


@admin.register(DataExport)
class DataExportAdmin(ShownAdmin):
    list_display = ["user", "state", "rows", "files", "size_bytes", "created_at", "expires_at"]
    list_filter = ["state"]
    search_fields = ["user__email"]
    list_select_related = ["user"]
    exclude = ["file"]


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ShownAdmin):
    list_display = ["user", "created_at", "due_at"]
    search_fields = ["user__email"]
    list_select_related = ["user"]
    ordering = ["due_at"]


class ThresholdInline(OperatorPermissions, TabularInline):
    model = Threshold
    fields = ["sport", "kind", "value", "valid_from"]
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Athlete)
class AthleteAdmin(KeptAdmin):
    list_display = ["name", "user", "time_zone", "units", "is_demo", "updated_at"]
    list_filter = ["is_demo", "units", "sex"]
    search_fields = ["name", "user__email", "uid"]
    list_select_related = ["user"]
    fields = [
        "user",
        "name",
        "time_zone",
        "units",
        "sex",
        "birth_year",
        "hr_max_bpm",
        "hr_rest_bpm",
        "fitness_days",
        "fatigue_days",
        "is_demo",
        *NAMED,
    ]
    readonly_fields = ["user", "is_demo", *NAMED]
    inlines = [ThresholdInline]
    actions = ["remeasure", "rebuild_load"]

    def save_model(self, request: HttpRequest, obj: Athlete, form: Any, change: bool) -> None:  # noqa: ARG002
        fresh = Athlete.objects.get(pk=obj.pk)
        services.update_athlete(
            athlete=fresh, **{name: form.cleaned_data[name] for name in form.changed_data}
        )

    @admin.action(description="Compute loads, fitness and fatigue again from the first day")
    def rebuild_load(self, request: HttpRequest, rows: QuerySet[Athlete]) -> None:
        for athlete_id in rows.values_list("pk", flat=True):
            enqueue("metrics.tasks.rebuild_load", athlete_id)
        messages.success(request, ASKED)

    @admin.action(description="Measure activities whose thresholds changed again")
    def remeasure(self, request: HttpRequest, rows: QuerySet[Athlete]) -> None:
        for athlete_id in rows.values_list("pk", flat=True):
            enqueue("metrics.tasks.remeasure", athlete_id)
        messages.success(request, ASKED)


@admin.register(Threshold)
class ThresholdAdmin(OperatorAdmin):
    list_display = ["athlete", "sport", "kind", "value", "valid_from"]
    list_filter = ["sport", "kind"]
    search_fields = ["athlete__name", "athlete__user__email"]
    list_select_related = ["athlete"]
    date_hierarchy = "valid_from"
    autocomplete_fields = ["athlete"]
    fields = ["athlete", "sport", "kind", "value", "valid_from", *NAMED]
    readonly_fields = NAMED

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # noqa: ARG002
        return [*NAMED, "athlete", "sport", "kind", "valid_from"] if obj else NAMED

    def save_model(self, request: HttpRequest, obj: Threshold, form: Any, change: bool) -> None:  # noqa: ARG002
        saved = services.set_threshold(
            athlete=obj.athlete, sport=obj.sport, kind=obj.kind, value=obj.value, valid_from=obj.valid_from
        )
        obj.pk = saved.pk

    def delete_model(self, request: HttpRequest, obj: Threshold) -> None:  # noqa: ARG002
        services.remove_threshold(threshold=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Threshold]) -> None:  # noqa: ARG002
        for threshold in queryset.select_related("athlete"):
            services.remove_threshold(threshold=threshold)


class CoachLinkForm(forms.ModelForm):
    def clean_scopes(self) -> dict[str, str]:
        scopes = self.cleaned_data["scopes"]
        if not isinstance(scopes, dict) or not set(scopes) <= set(DATA_CLASSES):
            raise ValidationError(f"Data classes are {', '.join(DATA_CLASSES)}.")
        if not set(scopes.values()) <= {"read", "write"}:
            raise ValidationError('Each data class is opened to "read" or "write".')
        return scopes


@admin.register(CoachLink)
class CoachLinkAdmin(OperatorAdmin):
    form = CoachLinkForm
    list_display = ["coach", "athlete", "role", "status", "valid_until", "reviews_drafts", "updated_at"]
    list_filter = ["role", "status", "reviews_drafts"]
    search_fields = ["coach__email", "athlete__name", "athlete__user__email"]
    list_select_related = ["coach", "athlete"]
    autocomplete_fields = ["coach", "athlete"]
    fields = ["coach", "athlete", "role", "status", "scopes", "valid_until", "reviews_drafts", *NAMED]
    readonly_fields = NAMED


@admin.register(CoachInvitation)
class CoachInvitationAdmin(ShownAdmin):
    list_display = ["email", "athlete", "coach", "role", "status", "expires_at"]
    list_filter = ["role", "status"]
    search_fields = ["email", "athlete__name", "coach__email"]
    list_select_related = ["athlete", "coach"]
    exclude = ["token_sha256"]


@admin.register(DataRead)
class DataReadAdmin(ShownAdmin):
    list_display = ["viewer", "athlete", "data_class", "count", "first_at", "last_at"]
    list_filter = ["data_class"]
    search_fields = ["viewer__email", "athlete__name"]
    list_select_related = ["viewer", "athlete"]
    date_hierarchy = "last_at"


@admin.register(Connection)
class ConnectionAdmin(ShownAdmin):
    list_display = ["athlete", "way", "state", "synced_at", "next_sync_at", "failures", "last_error_code"]
    list_filter = ["way", "state", "last_error_code"]
    search_fields = ["uid", "athlete__name", "athlete__user__email"]
    list_select_related = ["athlete"]
    date_hierarchy = "created_at"
    exclude = ["account"]


@admin.register(ConnectionAttempt)
class ConnectionAttemptAdmin(ShownAdmin):
    list_display = ["athlete", "way", "state", "step", "error_code", "created_at", "finished_at"]
    list_filter = ["way", "state", "error_code"]
    search_fields = ["uid", "athlete__name", "athlete__user__email"]
    list_select_related = ["athlete"]
    date_hierarchy = "created_at"


@admin.register(Device)
class DeviceAdmin(ShownAdmin):
    list_display = ["user", "label", "last_login_at", "created_at"]
    search_fields = ["user__email", "label"]
    list_select_related = ["user"]
    date_hierarchy = "last_login_at"
    ordering = ["-last_login_at"]


from athletes import partner_admin  # noqa: E402, F401 # takes the place of allauth's, unregistered above
