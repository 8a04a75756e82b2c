"""Pages of second factors and sessions, which come with allauth, in the look of ours."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.factories.athletes import AthleteFactory

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.mark.parametrize("address", ["2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "sessions/"])
def test_they_stand_within_the_page_of_all_others(client: Client, address: str) -> None:
    client.force_login(AthleteFactory().user)
    page = client.get(f"/accounts/{address}", follow=True)

    assert page.status_code == 200
    html = page.content.decode()
    assert 'class="card narrow' in html or 'class="card entrance-card' in html
    assert 'class="btn' in html
    assert "<strong>Menu:</strong>" not in html


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("2fa/totp/activate/", None),
        ("2fa/webauthn/add/", None),
        ("2fa/recovery-codes/generate/", None),
        ("email/", {"action_add": "", "email": "other@formline.example"}),
    ],
)
def test_what_logs_somebody_in_is_changed_after_the_password(
    client: Client, address: str, body: dict[str, str] | None
) -> None:
    user = AthleteFactory().user
    client.force_login(user)
    asked = client.get if body is None else client.post
    answer = asked(f"/accounts/{address}", body)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not EmailAddress.objects.filter(email="other@formline.example").exists()
