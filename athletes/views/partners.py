"""The doors of others' applications: consent by the person, tokens for the application (OpenID Connect)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from allauth.core.internal.httpkit import add_query_params, extract_basic_auth
from allauth.idp.oidc import views as oidc
from allauth.idp.oidc.internal.clientkit import is_redirect_uri_allowed
from allauth.idp.oidc.models import Client
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from athletes.models import User
from athletes.partner_forms import ConsentForm
from athletes.partners import PartnerAdapter, is_offered, partner_grants
from athletes.services import partners
from config.core.errors import DataNotFoundError
from config.core.http import client_address
from config.core.ratelimit import hit

CALLS_A_MINUTE = 60
"""Of the token address from one place: each costs the hash of a secret."""
ENDPOINTS = {
    "authorization_endpoint": "idp:oidc:authorization",
    "token_endpoint": "idp:oidc:token",
    "revocation_endpoint": "idp:oidc:revoke",
    "userinfo_endpoint": "idp:oidc:userinfo",
    "jwks_uri": "idp:oidc:jwks",
}


@require_safe
def discovery(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """What there is here, for programs (OpenID Connect Discovery 1.0)."""
    _offered_or_404()
    issuer = PartnerAdapter().get_issuer()
    facts = {
        "issuer": issuer,
        **{name: f"{issuer}{reverse(url)}" for name, url in ENDPOINTS.items()},
        "scopes_supported": list(PartnerAdapter.scope_display),
        "response_types_supported": ["code"],
        "grant_types_supported": list(partners.ONCE),
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }
    return JsonResponse(facts, headers={"Access-Control-Allow-Origin": "*"})


@method_decorator(never_cache, name="dispatch")
class Authorize(oidc.AuthorizationView):
    """The page of consent. Nobody skips it, and no code is made without PKCE."""

    form_class = ConsentForm
    http_method_names = ("get", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and "none" not in request.GET.get("prompt", "").split():
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _offered_or_404()
        fault = _fault(request)
        if fault and _is_known_place(request):
            answer = {"error": fault, **({"state": state} if (state := request.GET.get("state")) else {})}
            return _to(add_query_params(request.GET["redirect_uri"], answer))
        response = super().get(request, *args, **kwargs)
        if response.status_code == 200 and not isinstance(response, TemplateResponse):
            response.status_code = 400
        return response

    def _skip_consent(self) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def form_valid(self, form: ConsentForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302 and "code=" in response.headers["Location"]:
            partners.let_in(
                user=cast(User, self.request.user),
                client=Client.objects.get(pk=self._request_info["client_id"]),
                scopes=form.cleaned_data["scopes"],
                valid_until=timezone.now() + timedelta(days=form.cleaned_data["days"]),
            )
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        place = urlsplit(self._request_info["redirect_uri"])
        source = f"{place.scheme}://{place.netloc}" if place.scheme.startswith("http") else f"{place.scheme}:"
        # Browsers hold the way back to the application against the form as well.
        response._csp_update = {"form-action": [source]}
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = urlsplit(self._request_info["redirect_uri"])
        return super().get_context_data(**kwargs) | {"place": place.hostname or place.scheme}


@csrf_exempt
@never_cache
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Tokens for a code or a refresh token, each of which works once."""
    _offered_or_404()
    if refused := _too_often(request):
        return refused
    kind = request.POST.get("grant_type", "")
    if kind not in partners.ONCE:
        return _oauth_error("unsupported_grant_type")
    secret = request.POST.get("code" if kind == "authorization_code" else "refresh_token", "")
    if not secret or partners.is_replay(kind=kind, secret=secret):
        return _oauth_error("invalid_grant")
    try:
        with transaction.atomic():
            response = oidc.token(request)
            if response.status_code == 200:
                made = json.loads(response.content)["access_token"]
                if not partners.tokens_given(kind=kind, secret=secret, access_token=made):
                    transaction.set_rollback(True)
                    return _oauth_error("invalid_grant")
    except IntegrityError:
        return _oauth_error("invalid_grant")
    return response


@csrf_exempt
@never_cache
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """An application gives a token back; with its refresh token everything it was let in for ends."""
    if refused := _too_often(request):
        return refused
    client_id = extract_basic_auth(request.headers)[0] or request.POST.get("client_id", "")
    given = request.POST.get("token", "")
    if not partners.is_own_token(token=given, client_id=client_id):
        return HttpResponse()
    ended = partners.grant_behind(token=given)
    response = oidc.revoke(request)
    if response.status_code == 200 and ended is not None:
        partners.end_by_application(grant=ended)
    return response


@login_required
@never_cache
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Every application that this person let in, what it may, and what it got."""
    user = cast(User, request.user)
    zone = getattr(getattr(user, "athlete", None), "time_zone", "UTC")
    context = {"here": "applications", "time_zone": zone, "grants": partner_grants(user)}
    return render(request, "athletes/privacy_applications.html", context)


@login_required
@require_POST
def disconnect(request: HttpRequest, uid: UUID) -> HttpResponse:
    grant = partners.disconnect_partner(user=cast(User, request.user), uid=uid)
    messages.success(request, f"{grant.client.name} gets nothing any more.")
    return redirect("account:applications")


def _offered_or_404() -> None:
    if not is_offered():
        raise DataNotFoundError("No applications can be let in here.")


def _fault(request: HttpRequest) -> str:
    """What is wrong with a request that a library of OAuth would let pass."""
    asked = request.GET
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
        return "invalid_request"
    return "consent_required" if "none" in asked.get("prompt", "").split() else ""


def _is_known_place(request: HttpRequest) -> bool:
    client = Client.objects.filter(pk=request.GET.get("client_id", "")).first()
    place = request.GET.get("redirect_uri", "")
    return client is not None and is_redirect_uri_allowed(place, client.get_redirect_uris(), False)


def _to(address: str) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": address})


def _oauth_error(code: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"error": code}, status=status)


def _too_often(request: HttpRequest) -> HttpResponse | None:
    allowance = hit(f"partner-token:{client_address(request)}", CALLS_A_MINUTE, 60)
    if allowance.allowed:
        return None
    response = _oauth_error("temporarily_unavailable", 429)
    response.headers["Retry-After"] = str(allowance.retry_after_s)
    return response
