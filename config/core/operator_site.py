"""The operators' site: logins through the one door, and a look whose scripts need more than other pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from unfold.sites import UnfoldAdminSite

from config.core.mfa import ask_for_mfa, has_mfa

# Unfold's menus are Alpine expressions, which are evaluated, and its colours are inline styles.
UNFOLD_NEEDS = {
    "script-src": ["'self'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}


class OperatorSite(UnfoldAdminSite):
    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        return csp_update(UNFOLD_NEEDS)(super().admin_view(view, cacheable))

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_mfa(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Nobody logs in here: limits on guessing and second factors are those of the one login page."""
        if super().has_permission(request) and not has_mfa(request):
            return ask_for_mfa(request)
        return secure_admin_login(super().login)(request, extra_context)
