"""Ways back: addresses that somebody's request names, followed on this site alone."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def on_this_site(request: HttpRequest, address: str) -> str:
    """The address where it leads nowhere else, and by HTTPS to where the request came by it; else ""."""
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""


def back_of(request: HttpRequest) -> str:
    """What the form gave as `back`; "" where it gave nothing that may be followed."""
    return on_this_site(request, request.POST.get("back", ""))
