"""What people were told, and what became of it, for operators."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.decorators import action

from config.core.operators import OperatorPermissions, ShownAdmin
from notifications.models import Address, DataHook, Delivery, Message, Preference, Timing
from notifications.selectors.figures import kind_figures
from notifications.services.addresses import enable_address
from notifications.services.deliver import resend


class DeliveryInline(OperatorPermissions, TabularInline):
    model = Delivery
    fields = ["address", "state", "attempts", "next_attempt_at", "sent_at", "reason", "error"]
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Message)
class MessageAdmin(ShownAdmin):
    list_display = ["kind", "user", "key", "created_at", "fanned_out_at", "shown_at", "read_at"]
    list_filter = [
        "kind",
        ("fanned_out_at", admin.EmptyFieldListFilter),
        ("read_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["key", "user__email", "uid"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"
    inlines = [DeliveryInline]
    actions_list = ["kinds"]

    @action(description="Kinds of messages", url_path="kinds", permissions=["view"])
    def kinds(self, request: HttpRequest) -> HttpResponse:
        """Every kind, as it is declared, and what came of it."""
        figures = kind_figures(timezone.now() - timedelta(days=30))
        rows = [
            [
                each.kind.title,
                each.kind.name,
                each.kind.urgency.value,
                ", ".join(sorted(each.kind.channels)) or "only on request",
                "yes" if each.kind.may_be_switched_off else "no",
                *(each.told, each.sent, each.failed, each.waiting),
            ]
            for each in figures
        ]
        headers = ["Kind", "Name", "Urgency", "Channels at first", "May be switched off"]
        table = {"headers": [*headers, "Told", "Sent", "Failed", "Waiting"], "rows": rows}
        context = {**self.admin_site.each_context(request), "title": "Kinds of messages", "table": table}
        return TemplateResponse(request, "admin/notifications/kinds.html", context)


@admin.register(Delivery)
class DeliveryAdmin(ShownAdmin):
    list_display = [
        *("message", "address", "state", "attempts", "next_attempt_at", "sent_at", "reason", "error"),
        "bundle",
    ]
    list_filter = [
        *("state", "address__channel", "message__kind"),
        ("uncertain_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["message__user__email", "address__target", "error", "provider_id", "bundle"]
    list_select_related = ["message", "address"]
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    actions = ["send_again"]

    @admin.action(description="Send failed ones once more")
    def send_again(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        count = sum(resend(delivery=delivery) for delivery in rows)
        messages.success(request, f"{count} failed deliveries are tried once more.")


@admin.register(Address)
class AddressAdmin(ShownAdmin):
    list_display = ["user", "channel", "target", "label", "verified_at", "disabled_at", "disabled_reason"]
    list_filter = ["channel", ("disabled_at", admin.EmptyFieldListFilter)]
    search_fields = ["target", "user__email"]
    list_select_related = ["user"]
    ordering = ["-pk"]
    actions = ["use_again"]

    @admin.action(description="Use disabled addresses again")
    def use_again(self, request: HttpRequest, rows: QuerySet[Address]) -> None:
        for address in rows:
            enable_address(address=address)
        messages.success(request, "The addresses are in use again.")


@admin.register(Preference)
class PreferenceAdmin(ShownAdmin):
    list_display = ["user", "kind", "channel", "enabled", "updated_at"]
    list_filter = ["kind", "channel", "enabled"]
    search_fields = ["user__email"]
    list_select_related = ["user"]
    ordering = ["-pk"]


@admin.register(Timing)
class TimingAdmin(ShownAdmin):
    list_display = ["user", "quiet_from", "quiet_until", "digest_at", "digest_weekday", "paused_until"]
    list_filter = [("paused_until", admin.EmptyFieldListFilter), "reminder"]
    search_fields = ["user__email"]
    list_select_related = ["user"]
    ordering = ["-pk"]


@admin.register(DataHook)
class DataHookAdmin(ShownAdmin):
    """Receivers of changes; what is wrong with them, never what they were told."""

    list_display = ["address", "athlete", "events", "failing_since", "due_at"]
    list_filter = [("failing_since", admin.EmptyFieldListFilter)]
    search_fields = ["address__user__email", "uid"]
    list_select_related = ["address", "athlete"]
    exclude = ["cursor"]
