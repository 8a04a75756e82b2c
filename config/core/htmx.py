"""Pages whose parts can be asked for alone, and the short messages that come back with them."""

import json
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

type Level = Literal["success", "info", "warning", "error"]


def is_partial(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part: not for a boosted link, and not for a page it restores from history."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def template(
    request: HttpRequest, page: str, context: dict[str, Any] | None = None, *, part: str, status: int = 200
) -> HttpResponse:
    """Render `page`, or the template `part` when HTMX asks for a part; both at the same address."""
    response = render(request, part if is_partial(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def toast[Response: HttpResponse](response: Response, message: str, level: Level = "success") -> Response:
    """Have the page show `message`: the event `toast` with `{message, level}`, beside events already set."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    response["HX-Trigger"] = json.dumps({**events, "toast": {"message": message, "level": level}})
    return response
