"""What was opened earlier, or by less, does not reach further than what holds today."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis.models import ChatProposal, Conversation, Memory, Turn
from athletes.models import DATA_CLASSES, DataRead
from athletes.scopes import SCOPES
from athletes.services import coaching
from config.core.errors import DataNotFoundError
from config.core.mfa import is_enrolled
from plans.models import PlannedSession
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory, verify_email
from tests.factories.mfa import code_now, enrol, log_in_with_mfa
from tests.factories.tokens import key_of
from tests.notifications.conftest import tell

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
WIDE = dict.fromkeys(DATA_CLASSES, "read")


@pytest.mark.parametrize("narrowed_by", ["a newer invitation", "a change"])
def test_an_older_invitation_does_not_widen_what_was_agreed_since(narrowed_by: str) -> None:
    athlete, coach = AthleteFactory(), UserFactory()
    terms = {"athlete": athlete, "email": coach.email, "role": "coach"}
    older = coaching.invite(**terms, scopes=WIDE)
    if narrowed_by == "a change":
        link = CoachLinkFactory(athlete=athlete, coach=coach, scopes=WIDE)
        coaching.change_link(link=link, scopes={"plan": "read"}, valid_until=None, by=athlete.user)
    else:
        newer = coaching.invite(**terms, scopes={"plan": "read"})
        link = coaching.accept(token=newer.token, user=coach)

    with pytest.raises(DataNotFoundError):
        coaching.accept(token=older.token, user=coach)

    link.refresh_from_db()
    assert link.scopes == {"plan": "read"}


def _logged_in(email: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert client.get("/accounts/2fa/").status_code == 200
    return client


def test_setting_up_a_second_factor_ends_every_login_that_knew_the_password_alone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    user = AthleteFactory().user
    verify_email(user)
    mine, other = _logged_in(user.email), _logged_in(user.email)
    mine.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = mine.get("/accounts/2fa/totp/activate/").context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        done = mine.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})

    assert (done.status_code, is_enrolled(user.pk)) == (302, True)
    assert mine.get("/accounts/2fa/").status_code == 200
    assert other.get("/accounts/2fa/").headers["Location"].startswith("/accounts/login/")


def test_a_key_from_before_the_second_factor_opens_no_athlete(settings: Any) -> None:
    settings.COACHES_NEED_MFA = True
    link = CoachLinkFactory(scopes={"notes": "read"})
    earlier = key_of(link.coach, ["notes:read"])
    enrol(link.coach)
    later = key_of(link.coach, ["notes:read"])
    url = f"/api/v1/athletes/{link.athlete.uid}/check-ins/"

    assert [Client().get(url, headers=key).status_code for key in (earlier, later)] == [404, 200]


def test_the_list_of_athletes_counts_as_looking_at_each() -> None:
    link = CoachLinkFactory(scopes={"profile": "read"})
    AthleteFactory(user=link.coach)
    client = Client()
    client.force_login(link.coach)

    rows = client.get("/api/v1/athletes/").json()["results"]

    assert len(rows) == 2
    read = DataRead.objects.get()
    assert (read.athlete, read.viewer, read.data_class) == (link.athlete, link.coach, "profile")


def test_a_token_reads_messages_in_words_only_where_it_reads_what_they_are_about() -> None:
    user = AthleteFactory().user
    message = tell(user)
    message.shown_at = timezone.now()
    message.save()

    def told(scopes: list[str]) -> tuple[str, str]:
        answer = Client().get("/api/v1/notifications/", headers=key_of(user, scopes))
        row = answer.json()["results"][0]
        return row["title"], row["text"]

    assert told(["notifications:read"]) == ("Training signals", "")
    assert told([each for each in SCOPES if each != "notes:read" and each != "notes:write"])[1] == ""
    title, text = told(list(SCOPES))
    assert title == "Saturday was much more than usual."
    assert text


@pytest.mark.parametrize(
    ("table", "column"),
    [("athletes_user", "password__startswith"), ("metrics_checkin", "note__icontains")],
)
def test_operators_cannot_ask_a_hidden_column_letter_by_letter(table: str, column: str) -> None:
    client = Client()
    log_in_with_mfa(client, UserFactory(is_staff=True))
    url = reverse(f"admin:{table}_changelist")

    assert client.get(url).status_code == 200
    assert client.get(url, {column: "a"}).status_code == 400


@pytest.mark.parametrize(("kind", "needed"), [("fact", "notes:write"), ("workout", "plan:write")])
def test_a_token_for_the_chat_alone_carries_out_nothing_that_the_chat_proposes(
    kind: str, needed: str
) -> None:
    athlete = AthleteFactory()
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user)
    turn = Turn.objects.create(conversation=conversation, question="How am I?", engine="rules")
    day = str(athlete.today())
    body = (
        {"text": "I swim on Mondays"} if kind == "fact" else {"day": day, "sport": "running", "text": "- 30m"}
    )
    proposal = ChatProposal.objects.create(turn=turn, kind=kind, body=body)
    url = f"/api/v1/athletes/me/chat-proposals/{proposal.uid}/accept/"
    chat = ["chat:write", "analysis:write"]

    refused = Client().post(url, headers=key_of(athlete.user, chat))
    assert (refused.status_code, Memory.objects.count(), PlannedSession.objects.count()) == (404, 0, 0)

    done = Client().post(url, headers=key_of(athlete.user, [*chat, needed, "plan:read", "notes:read"]))
    assert (done.status_code, Memory.objects.count() + PlannedSession.objects.count()) == (200, 1)
