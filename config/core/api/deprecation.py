"""Saying that an address of the API will go: from when on it is deprecated, and when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.response import Response

LEAST_DAYS = 180
"""From the first `Deprecation` header to the end, so that nobody is surprised."""


@dataclass(frozen=True)
class Deprecated:
    """`since` and `sunset` are days (UTC); `link` is where it says what to use instead."""

    since: date
    sunset: date
    link: str

    def __post_init__(self) -> None:
        if (self.sunset - self.since).days < LEAST_DAYS:
            raise ValueError(f"what is deprecated stays for {LEAST_DAYS} days at least")

    def headers(self) -> dict[str, str]:
        """RFC 9745 and RFC 8594."""
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.sunset)),
            "Link": f'<{self.link}>; rel="deprecation"; type="text/html"',
        }


class DeprecationMixin:
    """For DRF views: `deprecated` by HTTP method in small letters, `*` for all of them."""

    deprecated: ClassVar[Mapping[str, Deprecated]] = {}

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        notice = self.deprecated.get((request.method or "").lower(), self.deprecated.get("*"))
        for name, value in notice.headers().items() if notice else ():
            final[name] = value
        return final


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
