"""Bases of the operators' admin. Whoever is an operator may use all of it; what is computed is only shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from unfold.admin import ModelAdmin


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


class OperatorAdmin(OperatorPermissions, ModelAdmin):
    """A table that operators may change."""

    list_per_page = 50
    show_full_result_count = False
    warn_unsaved_form = True


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
