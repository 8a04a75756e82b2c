"""Lists in pages that stay right while rows are added."""

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from config.core.errors import DataValidationError


class CursorPage(CursorPagination):
    """`limit` rows (50, at most 200), newest first unless the view names its `cursor_ordering`.

    The ordering must be unique for a list to be complete: end it with the primary key.
    """

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = "-pk"

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> tuple[str, ...]:  # noqa: ARG002
        ordering = getattr(view, "cursor_ordering", self.ordering)
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (TypeError, ValueError, ValidationError):
            # The position goes into the query as the caller sent it.
            if self.cursor is None or self.cursor.position is None:
                raise
            _refuse()

    def decode_cursor(self, request: Request) -> Any:
        try:
            return super().decode_cursor(request)
        except NotFound:
            _refuse()


def _refuse() -> NoReturn:
    raise DataValidationError(
        "This page's cursor does not belong to this list.", code="CURSOR_INVALID"
    ) from None
