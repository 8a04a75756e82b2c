"""Answers that a client may keep but must ask about again, and changes that must not overwrite newer ones."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.core.errors import DataChangedError
from config.core.models import Named


def revision_etag(row: Named) -> str:
    """The strong ETag of one row: it changes with each saved change."""
    return quote_etag(f"{row.uid.hex}-{row.revision}")


def content_etag(content: bytes) -> str:
    """The weak ETag of a rendered answer."""
    return f"W/{quote_etag(hashlib.sha256(content).hexdigest()[:32])}"


def tagged(response: Response, row: Named) -> Response:
    """Give an answer with one row its ETag: the row's revision, for writes, and what is shown, for reads.

    What is shown may change without the row: with the caller's scopes, and with rows that belong to it.
    """

    def tag(rendered: Any) -> None:
        digest = hashlib.sha256(rendered.content).hexdigest()[:16]
        rendered["ETag"] = quote_etag(f"{revision_etag(row)[1:-1]}-{digest}")

    response.add_post_render_callback(tag)
    return response


def check_if_match(request: Request, row: Named) -> None:
    """Raise `DataChangedError` (412) when If-Match names another revision of the row."""
    wanted = parse_etags(request.headers.get("If-Match", "*"))
    # A proxy that compresses marks our tags as weak; the revision in them is as good as before.
    revisions = {tag.removeprefix("W/").rpartition("-")[0] + '"' for tag in wanted}
    if wanted != ["*"] and revision_etag(row) not in revisions:
        raise DataChangedError


class SettingsMixin(APIView):
    """For views of one thing without a revision, which GET shows whole: If-Match names what GET has answered.

    `locked` finds the row behind which such changes queue. One without If-Match asks for no protection.
    """

    get: Callable[..., Response]
    locked: Callable[[], QuerySet[Any]]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before the key for doing it once: who asks again under that gets the first answer, not 412.
        wanted = request.headers.get("If-Match")
        if wanted is not None and request.method not in SAFE_METHODS:
            name = str(request.method).lower()
            setattr(self, name, partial(self._if_unchanged, getattr(self, name), parse_etags(wanted)))
        super().initial(request, *args, **kwargs)

    def _if_unchanged(
        self, act: Callable[..., Response], wanted: list[str], request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        """Raises DataChangedError (412)."""
        with transaction.atomic():
            self.locked().select_for_update().get()
            shown = JSONRenderer().render(self.get(request, *args, **kwargs).data)
            if wanted != ["*"] and content_etag(shown) not in wanted:
                raise DataChangedError
            return act(request, *args, **kwargs)


class ConditionalMixin:
    """For DRF views: `Cache-Control: private, no-cache` and an ETag on answers to GET, 304 when known.

    An answer that is `tagged` keeps its ETag; others are hashed.
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
