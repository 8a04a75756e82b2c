"""A change that a client repeats, because it never heard the answer, does what it does once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from config.core.api.codes import Code, register
from config.core.errors import DataError, DataValidationError
from config.core.models import IdempotencyKey

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST_KEY, LONGEST_ROUTE = 255, 200
LEASE = timedelta(minutes=5)
"""Longer than any request may take: a claim without an answer that is older belongs to a dead process."""

register(
    Code("IDEMPOTENCY_KEY_INVALID", 400, False, "An Idempotency-Key has 1 to 255 characters."),
    Code("IDEMPOTENCY_KEY_REUSED", 422, False, "Another request was sent under this Idempotency-Key."),
    Code(
        "IDEMPOTENCY_RIGHTS_CHANGED",
        409,
        False,
        "The request was done, and its answer holds what you may no longer see: read it anew.",
    ),
    Code(
        "IDEMPOTENCY_IN_FLIGHT", 409, True, "The first request under this Idempotency-Key is still running."
    ),
)

type Act = Callable[..., Response]


class OnceMixin:
    """For DRF views: every unsafe method does what it does once per user, address and Idempotency-Key.

    What is done and its answer are stored together, unless a view that waits for others on the way says that
    it is not `done_in_one`: holding the database meanwhile would stop everybody. Fields `told_once`, such as
    a secret, are null in a repeated answer. A request that is refused is not remembered.
    """

    done_in_one: ClassVar[bool] = True
    told_once: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises DataValidationError IDEMPOTENCY_KEY_INVALID."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        key = request.headers.get(HEADER)
        if key is None or request.method in SAFE_METHODS:
            return
        if not key or len(key) > LONGEST_KEY:
            message = f"An {HEADER} has 1 to {LONGEST_KEY} characters."
            raise DataValidationError(message, code="IDEMPOTENCY_KEY_INVALID")
        name = cast(str, request.method).lower()
        if act := getattr(self, name, None):
            setattr(self, name, partial(self._act_once, act, key))

    def sees(self) -> frozenset[str]:
        """What of an answer depends on rights that may end before it is repeated."""
        return frozenset()

    def _act_once(self, act: Act, key: str, request: Request, *args: Any, **kwargs: Any) -> Response:
        sees, row = self.sees(), _claimed(request, key)
        if row.status is not None:
            _check_sees(row, sees)
            return Response(json.loads(row.body or "null"), status=row.status, headers={REPLAYED: "true"})
        together: AbstractContextManager[None] = transaction.atomic() if self.done_in_one else nullcontext()
        try:
            with together:
                response = act(request, *args, **kwargs)
                if response.status_code < 400:
                    _keep(row, response, self.told_once, sees)
        except BaseException:
            _mine(row).delete()
            raise
        if response.status_code >= 400:
            _mine(row).delete()
        return response


def _claimed(request: Request, key: str) -> IdempotencyKey:
    """The row of the key, committed: with the first answer, or without one for the caller to act.

    Raises DataError IDEMPOTENCY_KEY_REUSED for another request, IDEMPOTENCY_IN_FLIGHT while the first runs.
    """
    digest, now = _digest(request), timezone.now()
    row, is_new = IdempotencyKey.objects.get_or_create(
        user_uid=cast(Any, request.user).uid,
        route=request.path[:LONGEST_ROUTE],
        key=key,
        defaults={"request_sha256": digest},
    )
    if row.request_sha256 != digest:
        message = f"Another request was sent under this {HEADER}: choose a new one."
        raise DataError(message, code="IDEMPOTENCY_KEY_REUSED", status=422)
    if is_new or row.status is not None:
        return row
    if row.created_at > now - LEASE or not _mine(row).update(created_at=now):
        message = "The first request under this key is still running."
        raise DataError(message, code="IDEMPOTENCY_IN_FLIGHT", status=409, retryable=True, retry_after_s=1)
    row.created_at = now
    return row


def _check_sees(row: IdempotencyKey, sees: frozenset[str]) -> None:
    """Raises DataError IDEMPOTENCY_RIGHTS_CHANGED."""
    if not sees.issuperset(filter(None, row.sees.split(","))):
        message = "It was done. What you may see has changed since: read it anew."
        raise DataError(message, code="IDEMPOTENCY_RIGHTS_CHANGED", status=409)


def _keep(row: IdempotencyKey, response: Response, told_once: frozenset[str], sees: frozenset[str]) -> None:
    data = response.data
    if isinstance(data, Mapping):
        data = {name: None if name in told_once else value for name, value in data.items()}
    body = JSONRenderer().render(data).decode()
    if not _mine(row).update(status=response.status_code, body=body, sees=",".join(sorted(sees))):
        message = "Another request took over under this key."
        raise DataError(message, code="IDEMPOTENCY_IN_FLIGHT", status=409, retryable=True, retry_after_s=1)


def _mine(row: IdempotencyKey) -> Any:
    """The row while this request holds it; who takes a dead claim over changes its time."""
    return IdempotencyKey.objects.filter(pk=row.pk, status=None, created_at=row.created_at)


def _digest(request: Request) -> str:
    """Equal for the same content, however it was written."""
    told = json.dumps(
        [request.method, request.query_params.dict(), _content(request)], sort_keys=True, default=str
    )
    return hashlib.sha256(told.encode()).hexdigest()


def _content(request: Request) -> Any:
    if not isinstance(request.data, QueryDict):
        return request.data
    return {name: [_value(each) for each in values] for name, values in request.data.lists()}


def _value(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in _chunks(value):
        digest.update(chunk)
    return [value.name, digest.hexdigest()]


def _chunks(file: UploadedFile) -> Iterator[bytes]:
    yield from file.chunks()
    file.seek(0)
