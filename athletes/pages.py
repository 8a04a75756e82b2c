"""The door of every page that shows an athlete: who is asked for, and whether this user may."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from athletes.access import Action, first_or_404
from athletes.models import Athlete
from athletes.reads import note_opened

type PageView[**P] = Callable[Concatenate[HttpRequest, Athlete, P], HttpResponseBase]


def athlete_page[**P](
    *, data: str, action: Action = "read", or_data: tuple[str, ...] = ()
) -> Callable[[PageView[P]], Callable[..., HttpResponseBase]]:
    """Turn `view(request, athlete, …)` into a view of `/athletes/<athlete>/…`.

    Needs a login; a stranger gets 404. GET asks for `action`, every other method for `write`. Where a page
    mixes data classes, one of `or_data` opens it as well, and the view shows what is granted. The athlete is
    also on the request, for templates.
    """

    def decorate(view: PageView[P]) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def page(request: HttpRequest, athlete: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            needed: Action = action if request.method in ("GET", "HEAD") else "write"
            found = first_or_404(request.user, athlete, (data, *or_data), action=needed)
            request.athlete = found  # type: ignore[attr-defined]
            request.athlete_ref = athlete  # type: ignore[attr-defined]
            response = view(request, found, *args, **kwargs)
            if found.user_id != request.user.pk and response.status_code < 400:
                note_opened(viewer=request.user, athlete=found)  # type: ignore[arg-type]
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response

        return page

    return decorate
