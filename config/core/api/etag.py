"""Answers that a client may keep but must ask about again, and changes that must not overwrite newer ones."""

import hashlib
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from rest_framework.request import Request
from rest_framework.response import Response

from config.core.errors import DataChangedError
from config.core.models import Named


def revision_etag(row: Named) -> str:
    """The strong ETag of one row: it changes with each saved change."""
    return quote_etag(f"{row.uid.hex}-{row.revision}")


def content_etag(content: bytes) -> str:
    """The weak ETag of a rendered answer."""
    return f"W/{quote_etag(hashlib.sha256(content).hexdigest()[:32])}"


def check_if_match(request: Request, row: Named) -> None:
    """Raise `DataChangedError` (412) when the request names a revision (If-Match) that is not the row's."""
    wanted = request.headers.get("If-Match")
    if wanted is None:
        return
    tags = parse_etags(wanted)
    if tags != ["*"] and revision_etag(row) not in tags:
        raise DataChangedError


class ConditionalMixin:
    """For DRF views: `Cache-Control: private, no-cache` and an ETag on answers to GET, 304 when known.

    A view that answers with one row sets `response["ETag"] = revision_etag(row)`; other answers are hashed.
    """

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if request.method not in ("GET", "HEAD") or final.status_code != 200:
            return final
        patch_cache_control(final, private=True, no_cache=True)
        patch_vary_headers(final, ["Cookie", "Authorization"])
        if isinstance(final, Response):
            final.add_post_render_callback(lambda rendered: _unless_known(request, rendered))
        return final


def _unless_known(request: Request, response: HttpResponse) -> HttpResponse | None:
    if "ETag" not in response:
        response["ETag"] = content_etag(response.content)
    answer = get_conditional_response(request._request, etag=response["ETag"], response=response)
    return answer if answer is not response else None
