"""How operators register an application."""

from __future__ import annotations

import re

import pytest
from allauth.idp.oidc.models import Client as Application
from django.test import Client

from tests.factories.athletes import UserFactory
from tests.factories.mfa import log_in_with_mfa

pytestmark = pytest.mark.django_db
ADD = "/admin/allauth_idp_oidc/client/add/"
BACK = "https://planner.example/back"


@pytest.fixture
def operator() -> Client:
    client = Client()
    log_in_with_mfa(client, UserFactory(is_staff=True, is_superuser=True))
    return client


def ticked(page: str) -> list[str]:
    boxes = re.findall(r'<input type="checkbox" name="scopes"[^>]*>', page)
    return [re.findall(r'value="([^"]+)"', each)[0] for each in boxes if re.search(r" checked[ >]", each)]


def test_an_application_may_ask_for_what_is_ticked(operator: Client) -> None:
    form = operator.get(ADD).content.decode()
    given = {"name": "Planner", "type": "confidential", "redirect_uris": BACK}

    nothing = operator.post(ADD, given)
    unknown = operator.post(ADD, {**given, "scopes": ["openid", "everything"]})
    made = operator.post(ADD, {**given, "scopes": ["openid", "plan:read"]}, follow=True)

    assert "plan:read: See the plan and races" in form
    assert ticked(form) == ["openid"]
    assert (nothing.status_code, unknown.status_code, made.status_code) == (200, 200, 200)
    [application] = Application.objects.all()
    assert application.scopes.split() == ["openid", "plan:read"]
    assert f"The secret of {application.id}, shown this once" in made.content.decode()
    kept = operator.get(f"/admin/allauth_idp_oidc/client/{application.id}/change/").content.decode()
    assert ticked(kept) == ["openid", "plan:read"]


@pytest.mark.parametrize(
    "place", ["http://planner.example/back", "https://planner.example/#x", "planner:/back"]
)
def test_codes_are_sent_nowhere_else(operator: Client, place: str) -> None:
    given = {"name": "Planner", "type": "public", "scopes": ["openid"], "redirect_uris": place}

    assert "use https" in operator.post(ADD, given).content.decode()
    assert not Application.objects.exists()
