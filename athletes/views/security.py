"""How somebody proves who they are, and what is open in their name."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from config.core.mfa import has_mfa, is_enrolled
from config.core.ways import on_this_site


@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a page is closed without a second factor, and the way to one; whoever has it goes on to `next`."""
    wanted = on_this_site(request, request.GET.get("next", ""))
    if has_mfa(request):
        return redirect(wanted or "mfa_index")
    context = {"next": wanted, "is_enrolled": is_enrolled(request.user.pk)}
    return render(request, "account/second_factor.html", context, status=403 if wanted else 200)
