"""Who asks, and what answers with health data say about being kept."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from config.core.api.etag import content_etag


def health_data[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """For page views: only the athlete's own browser may keep the answer, and it asks again each time."""

    @wraps(view)
    def private(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return private


def conditional_health_data[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """`health_data` for views whose answer holds no CSRF token (JSON for charts): with an ETag, and 304."""

    @wraps(view)
    def conditional(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response: Any = health_data(view)(*args, **kwargs)
        if not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        response.headers.setdefault("ETag", content_etag(response.content))
        return get_conditional_response(_request(args), etag=response["ETag"], response=response) or response

    return conditional


def _request(args: tuple[Any, ...]) -> HttpRequest:
    """The request of a view, which is its first argument, or its second on a class-based one."""
    return next(each for each in args if isinstance(each, HttpRequest))


def client_address(request: HttpRequest) -> str:
    """The address of who asks, behind TRUSTED_PROXY_COUNT proxies; "" when an unannounced proxy relays."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXY_COUNT
    if trusted:
        return hops[-trusted] if len(hops) >= trusted else ""
    return "" if hops or "Forwarded" in request.headers or "X-Real-IP" in request.headers else peer


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
