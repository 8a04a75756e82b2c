"""An operator ends what opens an account to somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as Partner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from athletes.models import PartnerGrant, User
from athletes.services.api_keys import make_key, use_key, working_keys
from athletes.services.partners import let_in
from config.core.models import AuditEvent
from notifications.models import Message
from notifications.services.security import tell_of_audited
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.mfa import log_in_with_mfa

pytestmark = pytest.mark.django_db
LIST = "admin:athletes_user_changelist"


@pytest.fixture
def ada() -> User:
    user: User = AthleteFactory.create(user__email="ada@example.org").user
    client = Partner.objects.create(name="Diary", redirect_uris="https://diary.example/back")
    let_in(user=user, client=client, scopes=["load:read"], valid_until=timezone.now() + timedelta(days=9))
    return user


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account:keys")).status_code == 200


@pytest.mark.parametrize(("action", "programs"), [("log_out", True), ("end_everything", False)])
def test_an_operator_ends_logins_and_what_programs_hold_and_the_person_is_told(
    ada: User, action: str, programs: bool
) -> None:
    _, key = make_key(user=ada, name="Script", scopes=["load:read"], days=7)
    other = browser_of(AthleteFactory.create().user)
    browsers, operator = [browser_of(ada), browser_of(ada)], Client()
    log_in_with_mfa(operator, UserFactory.create(is_staff=True))

    operator.post(reverse(LIST), {"action": action, "_selected_action": [ada.pk]})

    assert [is_in(each) for each in (*browsers, other)] == [False, False, True]
    assert (use_key(key) is not None, PartnerGrant.objects.in_force().exists()) == (programs, programs)
    event = AuditEvent.objects.get(action="account.logins_ended")
    assert (event.subject_uid, event.actor_uid == ada.uid) == (ada.uid, False)
    tell_of_audited()
    said = [message.context["event"] for message in Message.objects.filter(user=ada, kind="security")]
    assert "Whoever runs this server logged you out everywhere" in said


@pytest.mark.parametrize("who", ["ada", "stranger", "operator without a second factor"])
def test_nobody_else_does(ada: User, who: str) -> None:
    make_key(user=ada, name="Script", scopes=["load:read"], days=7)
    watched = browser_of(ada)
    people: dict[str, Any] = {"ada": lambda: ada, "stranger": UserFactory.create}
    client = browser_of(people.get(who, lambda: UserFactory.create(is_staff=True))())

    answer = client.post(reverse(LIST), {"action": "end_everything", "_selected_action": [ada.pk]})

    assert answer.status_code in {302, 403, 404}
    assert (is_in(watched), working_keys(ada).count()) == (True, 1)
    assert not AuditEvent.objects.filter(action="account.logins_ended").exists()
