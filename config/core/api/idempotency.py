"""A POST that a client repeats, because it never heard the answer, does what it does once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from config.core.api.codes import Code, register
from config.core.errors import DataError, DataValidationError
from config.core.models import IdempotencyKey

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST_KEY, LONGEST_ROUTE = 255, 200

IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="Any text of your own, up to 255 characters: a request that is sent again under it within 24 "
    "hours does nothing and is answered as the first one was.",
)

register(
    Code("IDEMPOTENCY_KEY_INVALID", 400, False, "An Idempotency-Key has 1 to 255 characters."),
    Code("IDEMPOTENCY_KEY_REUSED", 422, False, "Another request was sent under this Idempotency-Key."),
)

type Act = Callable[..., Response]


def once(act: Act) -> Act:
    """For the method of a DRF view that answers a POST: what it does and its answer are stored together.

    A request that is refused is not remembered, so that it can be repeated under its key. Raises
    DataValidationError IDEMPOTENCY_KEY_INVALID and DataError IDEMPOTENCY_KEY_REUSED.
    """

    @wraps(act)
    def acted(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return act(view, request, *args, **kwargs)
        with transaction.atomic():
            row, is_new = _claimed(request, key)
            if not is_new:
                return _replayed(row, request)
            response = act(view, request, *args, **kwargs)
            row.status, row.body = response.status_code, JSONRenderer().render(response.data).decode()
            row.save(update_fields=["status", "body"])
            return response

    return acted


def _claimed(request: Request, key: str) -> tuple[IdempotencyKey, bool]:
    """The row of the key, and whether it is new. A second request waits here until the first is through."""
    if not key or len(key) > LONGEST_KEY:
        raise DataValidationError(
            f"An {HEADER} has 1 to {LONGEST_KEY} characters.", code="IDEMPOTENCY_KEY_INVALID"
        )
    found: tuple[IdempotencyKey, bool] = IdempotencyKey.objects.get_or_create(
        user_uid=cast(Any, request.user).uid,
        route=request.path[:LONGEST_ROUTE],
        key=key,
        defaults={"request_sha256": _digest(request)},
    )
    return found


def _replayed(row: IdempotencyKey, request: Request) -> Response:
    if row.request_sha256 != _digest(request):
        message = f"Another request was sent under this {HEADER}: choose a new one."
        raise DataError(message, code="IDEMPOTENCY_KEY_REUSED", status=422)
    return Response(json.loads(row.body or "null"), status=row.status, headers={REPLAYED: "true"})


def _digest(request: Request) -> str:
    """Equal for the same content, however it was written."""
    told = json.dumps(request.data, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()
