"""Bases of the operators' admin. Whoever is an operator may use all of it; what is computed is only shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from config.core import audit, personal
from config.core.admin_record import AdminRecord


def is_operator(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_active and user.is_staff)


class OperatorPermissions:
    """Leave for operators, without rows of permissions to keep."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_operator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_operator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_operator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_operator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_operator(request)


def _has_name(each: Any) -> bool:
    """A filter of its own class looks at its own parameter and asks nobody."""
    return isinstance(each, str | tuple)


class ShownLookups(ModelAdmin):
    """Filters only by what is shown: one on any other column could be asked until it tells what is in it."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        named = (each if isinstance(each, str) else each[0] for each in self.list_filter if _has_name(each))
        by = {*named, self.date_hierarchy} - {None}
        is_shown = any(lookup == each or lookup.startswith(f"{each}__") for each in by)
        return is_shown and super().lookup_allowed(lookup, value, request)


class OperatorAdmin(AdminRecord, OperatorPermissions, ShownLookups):
    """A table that operators may change."""

    list_per_page = 50
    show_full_result_count = False
    warn_unsaved_form = True

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        answer: HttpResponse = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        self._note_read(request, "admin.list", getattr(shown.get("cl"), "result_list", ()))
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        answer: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        if row := self.get_object(request, object_id):
            self._note_read(request, "athlete.read", [row])
        return answer

    def _note_read(self, request: HttpRequest, action: str, rows: Iterable[Any]) -> None:
        """Whose data an operator looked at: each of them finds it in their own record."""
        data = getattr(self.model, "data_class", None)
        if not isinstance(data, str) or not is_operator(request):
            return
        user: Any = request.user
        payload = {"data": data, "table": self.opts.label, "as": "operator"}
        audit.record_all(user.uid, action, [(uid, payload) for uid in self._owners(rows)])

    def _owners(self, rows: Iterable[Any]) -> list[UUID | None]:
        """The uids of those whom rows are about, each once, in one query; None where there is nobody."""
        table = personal.TABLES.get(self.opts.label)
        path = next(iter((*table.athlete, *table.user)), "") if table else ""
        name = "uid" if path in ("", "pk") else f"{path}__uid"
        shown: Any = self.model._base_manager.filter(pk__in=[row.pk for row in rows])
        found = shown.exclude(**{name: None}).order_by(name).values_list(name, flat=True).distinct()
        return list(found) or [None]


class KeptAdmin(OperatorAdmin):
    """Rows that come and go with their owners: changed here, never made or removed."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


class ShownAdmin(KeptAdmin):
    """Rows that are computed or only ever added: shown, and acted on through actions."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
