"""Many rows at once, under the names that the program which brings them has for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, ClassVar, cast
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, AthleteScopedViewSet, as_api_error
from athletes.services.external_ids import Brought, Target, bring, unchanged
from athletes.services.quotas import take_uploads
from config.core.api.exceptions import problem_of_api
from config.core.errors import AppException

MOST_ROWS = 100
NAME = r"^[a-z0-9][a-z0-9._-]{0,59}$"
FAILED = "error"
BULK: dict[str, Any] = {"post": "bulk"}


class BulkErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), help_text="Messages per field of the row."
    )


class BulkResultSerializer(serializers.Serializer[Any]):
    external_id = serializers.CharField(help_text="As it was sent; empty where it was missing.")
    outcome = serializers.ChoiceField([*(each.value for each in Brought), FAILED])
    uid = serializers.UUIDField(allow_null=True, help_text="Of the row here; null after an error.")
    error = BulkErrorSerializer(allow_null=True)


class BulkResultsSerializer(serializers.Serializer[Any]):
    results = BulkResultSerializer(many=True, help_text="One per row, in the order of the rows.")


class BulkSerializer(serializers.Serializer[Any]):
    source = serializers.RegexField(NAME)  # type: ignore[assignment]
    rows = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST_ROWS)


class BulkViewSet(AthleteScopedViewSet):
    """`bulk` over `write_new` and `write_over`, which single requests use as well."""

    bulk_limit: ClassVar[str] = "upload"

    @property
    def done_in_one(self) -> bool:  # type: ignore[override]
        """Not so many rows: sent again, what was done is `unchanged`."""
        return getattr(self, "action", "") != "bulk"

    @property
    def throttle_scope(self) -> str | None:
        return self.bulk_limit if getattr(self, "action", "") == "bulk" else None

    def write_new(self, data: Any) -> tuple[Any, bool]:
        """The row made of this body, and whether it is a new one. Raises ValidationError."""
        raise NotImplementedError

    def write_over(self, row: Any, data: Any) -> Any:
        """The row changed by this body. Raises ValidationError."""
        raise NotImplementedError

    def find_brought(self, uid: UUID) -> Any:
        """The living row of this uid, or None."""
        return self.get_queryset().filter(uid=uid).first()

    def shown_uids(self, uids: Collection[UUID]) -> dict[UUID, UUID]:
        """Of these uids those with a living row, each with the uid of the one that is shown for it."""
        return {uid: uid for uid in self.get_queryset().filter(uid__in=uids).values_list("uid", flat=True)}

    @action(methods=["post"], detail=False)
    def bulk(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = BulkSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        take_uploads(athlete=self.get_athlete(), count=len(given.validated_data["rows"]))
        target = Target(
            athlete=self.get_athlete(),
            source=given.validated_data["source"],
            model=self.model,
            find=self.find_brought,
            living=self.shown_uids,
            write=self._write,
        )
        rows = given.validated_data["rows"]
        same = unchanged(target=target, rows=_named(rows))
        results = [_result(target, row, same) for row in rows]
        return Response(BulkResultsSerializer({"results": results}).data)

    def _write(self, row: Any, data: dict[str, Any]) -> tuple[Any, bool]:
        return self.write_new(data) if row is None else (self.write_over(row, data), False)


def bulk_schema(name: str, row: type[serializers.BaseSerializer[Any]], example: Mapping[str, Any]) -> Any:
    """The description of `bulk` for rows that a single POST takes as `row`."""
    sent = {"source": "my-app", "rows": [{"external_id": "2026-17", **example}]}
    return extend_schema(
        summary=f"Bring many {name} under names of your own",
        description=f"1 to {MOST_ROWS} rows, each as for one alone, with an `external_id` that is unique "
        "within your `source`. A known one changes its row: what you do not name stays. The same content "
        "again is `unchanged`, so send again whenever in doubt; it does not undo what people changed since. "
        "What was deleted here stays so (`deleted`). A row with an error stops no other.",
        parameters=[ATHLETE],
        request=_request_of(name, row),
        responses=BulkResultsSerializer,
        examples=[OpenApiExample("One row", value=sent, request_only=True)],
        filters=False,
    )


def _request_of(name: str, row: type[serializers.BaseSerializer[Any]]) -> type[serializers.Serializer[Any]]:
    label = "".join(part.capitalize() for part in name.split())
    parts: dict[str, Any] = {"external_id": serializers.CharField(max_length=200), "__module__": __name__}
    if meta := getattr(row, "Meta", None):
        parts["Meta"] = type("Meta", (meta,), {"fields": ["external_id", *meta.fields]})
    one = type(f"Bulk{label}RowSerializer", (row,), parts)
    all_of_them = {
        "source": serializers.RegexField(NAME, help_text="Your program, always the same."),
        "rows": one(many=True),
        "__module__": __name__,
    }
    return type(f"Bulk{label}Serializer", (serializers.Serializer,), all_of_them)


def _name_of(row: Mapping[str, Any]) -> str:
    """The name as it is kept. Raises ValidationError."""
    checked: str = serializers.CharField(max_length=200).run_validation(row.get("external_id", ""))
    return checked


def _content_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "external_id"}


def _named(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows whose name is one, under it."""
    for row in rows:
        with suppress(serializers.ValidationError):
            yield _name_of(row), _content_of(row)


def _result(target: Target, row: Mapping[str, Any], same: Mapping[str, UUID]) -> dict[str, Any]:
    name = row.get("external_id", "")
    told = {"external_id": name if isinstance(name, str) else "", "uid": None, "error": None}
    try:
        checked = _name_of(row)
    except serializers.ValidationError as error:
        return told | _failed(serializers.ValidationError({"external_id": error.detail}))
    if checked in same:
        return told | {"external_id": checked, "outcome": Brought.UNCHANGED.value, "uid": same[checked]}
    try:
        outcome, uid = bring(target=target, external_id=checked, content=_content_of(row))
    except Exception as error:  # what is unforeseen is raised again by _failed
        return told | _failed(as_api_error(error))
    return told | {"external_id": checked, "outcome": outcome.value, "uid": uid}


def _failed(error: Exception) -> dict[str, Any]:
    """What is told of a row that cannot be; the unforeseen is raised again."""
    problem = problem_of_api(error) if isinstance(error, AppException | APIException) else None
    if problem is None or problem.status >= 500:
        raise error
    told = {"code": problem.code, "message": problem.message, "fields": dict(problem.fields or {})}
    return {"outcome": FAILED, "error": cast(Any, told)}
