"""What is done in an admin, on record: who made, changed, removed or acted on which row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from config.core import audit


class AdminRecord:
    """Mixed into a `ModelAdmin`. Columns are named, never what stood or stands in them."""

    opts: ClassVar[Any]

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, "admin.added", obj, {})
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        parts = message if isinstance(message, list) else []
        fields = sorted({name for part in parts for name in part.get("changed", {}).get("fields", [])})
        self._record(request, "admin.changed", obj, {"fields": fields})
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            self._record(request, "admin.removed", obj, {})
        return super().log_deletions(request, queryset)  # type: ignore[misc]

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """One of the actions of a list, with how many rows were chosen for it."""
        answer: HttpResponseBase | None = super().response_action(request, queryset)  # type: ignore[misc]
        chosen = request.POST.getlist("_selected_action")
        if request.POST.get("action") and chosen:
            facts = {"action": request.POST["action"][:80], "chosen": len(chosen)}
            self._record(request, "admin.acted", None, facts)
        return answer

    def _record(self, request: HttpRequest, action: str, row: Any, facts: dict[str, Any]) -> None:
        """The subject is whose row it is, so that people find what was done to theirs."""
        user: Any = request.user
        owner = row if isinstance(row, AbstractBaseUser) else _owner(row)
        facts = {"table": self.opts.label, **({"row": str(row.pk)} if row is not None else {}), **facts}
        audit.record(user.uid, action, getattr(owner, "uid", None), facts)


def _owner(row: Any) -> Any:
    return getattr(row, "athlete", None) or getattr(row, "user", None) or row
