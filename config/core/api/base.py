"""What every view of the API does, whatever it is about."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from config.core.api.deprecation import DeprecationMixin
from config.core.api.etag import ConditionalMixin
from config.core.api.idempotency import OnceMixin
from config.core.api.sparse import SparseMixin

SINCE = "updated_since"


class ApiMixin(OnceMixin, SparseMixin, DeprecationMixin, ConditionalMixin):
    """Idempotency keys on changes, sparse lists, ETags on answers, notice of what will go."""


class UpdatedSince(BaseFilterBackend):
    """`?updated_since=` on every list of rows that know when they were changed."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:  # noqa: ARG002
        text = request.query_params.get(SINCE)
        if not text:
            return queryset
        try:
            instant = serializers.DateTimeField().run_validation(text)
        except ValidationError as error:
            raise ValidationError({SINCE: error.detail}) from error
        return queryset.filter(updated_at__gte=instant)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:  # noqa: ARG002
        return [
            {
                "name": SINCE,
                "in": OpenApiParameter.QUERY,
                "required": False,
                "description": "Only rows changed at this instant or later. What was deleted is in the "
                "change feed alone.",
                "schema": {"type": "string", "format": "date-time"},
            }
        ]
