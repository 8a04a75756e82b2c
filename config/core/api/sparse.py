"""Rows of a list with only the fields that a client asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

FIELDS = "fields"


class SparseMixin:
    """For DRF views: `?fields=a,b` on whatever answers GET with a list, in pages or not.

    A field that its rows never have is refused with 400; one that this caller may not see is left out.
    """

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        if request.method == "GET" and getattr(response, "status_code", 0) == 200:
            response = self._sparse(request, response)
        final: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        return final

    def _sparse(self, request: Request, response: Response) -> Response:
        rows = _rows(getattr(response, "data", None))
        wanted = wanted_fields(request)
        if rows is None or not wanted:
            return response
        if unknown := sorted(wanted - _known(rows)) if (rows or hasattr(rows, "serializer")) else []:
            error = ValidationError({FIELDS: f"There is no such field: {', '.join(unknown)}."})
            return cast(Response, cast(Any, self).handle_exception(error))
        thin = [{name: value for name, value in row.items() if name in wanted} for row in rows]
        response.data = {**response.data, "results": thin} if isinstance(response.data, Mapping) else thin
        return response


def wanted_fields(request: Request) -> set[str]:
    """The names in `fields`; empty means all."""
    return {name.strip() for name in request.query_params.get(FIELDS, "").split(",") if name.strip()}


def _rows(data: Any) -> Sequence[Mapping[str, Any]] | None:
    rows = data.get("results") if isinstance(data, Mapping) else data
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return None
    return rows


def _known(rows: Any) -> set[str]:
    """What rows may have: by their serializer, also what it hides from this caller."""
    names = {name for row in rows for name in row}
    if child := getattr(getattr(rows, "serializer", None), "child", None):
        names |= {*child.fields, *type(child)().fields}
    return names
