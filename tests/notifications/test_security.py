"""What happens to an account is told at once, and only what is news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account import signals
from allauth.account.internal.flows.manage_email import emit_email_changed
from allauth.account.models import EmailAddress
from allauth.core import context
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from athletes.models import Athlete, ErasureRequest, User
from athletes.services.api_keys import make_key
from athletes.services.coaching import change_link, revoke
from athletes.services.erasure import erase_due
from config.core import audit
from notifications.models import Message
from notifications.selectors import may_still_hear, messages_to
from notifications.services.security import tell_of_audited
from notifications.wording import line
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory, verify_email

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.fixture
def athlete() -> Athlete:
    """Somebody who has signed up, on a first device, and gone."""
    browser = Client(headers={"user-agent": FIREFOX})
    browser.post(reverse("account_signup"), {"email": "ada@example.org", "password1": PASSWORD})
    return Athlete.objects.select_related("user").get()


def log_in(browser: Client) -> None:
    response = browser.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})
    assert response.status_code == 302


def told(user: User) -> list[str]:
    messages = Message.objects.filter(user=user, kind="security").order_by("pk")
    return [line(message).title for message in messages]


def test_signing_up_is_no_news(athlete: Athlete) -> None:
    assert told(athlete.user) == []


def test_a_login_from_another_browser_is_told_and_from_the_same_one_not_again(athlete: Athlete) -> None:
    browser = Client(headers={"user-agent": FIREFOX})

    log_in(browser)
    browser.post(reverse("account_logout"))
    log_in(browser)

    assert told(athlete.user) == ["New login: Firefox on Linux"]
    cookie = browser.cookies["formline_device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_login_that_failed_is_no_device(athlete: Athlete) -> None:
    Client().post(reverse("account_login"), {"login": "ada@example.org", "password": "wrong"})

    assert told(athlete.user) == []


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (0, "logged out. If that"),
        (1, "logged out. One key for a program still works. If that"),
        (2, "logged out. 2 keys for programs still work. If that"),
    ],
)
def test_a_changed_password_is_told_with_what_it_ends(
    athlete: Athlete, client: Client, keys: int, words: str
) -> None:
    for _ in range(keys):
        make_key(user=athlete.user, name="Script", scopes=["plan:read"], days=9)
    client.force_login(athlete.user)
    new = "another horse battery"

    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert told(athlete.user) == ["Your password was changed"]
    [message] = Message.objects.filter(kind="security")
    assert words in line(message).text


@time_machine.travel(datetime(2026, 11, 23, 12, 5, tzinfo=UTC), tick=False)
def test_a_new_key_is_told_once_with_its_hour(athlete: Athlete) -> None:
    audit.record(athlete.user.uid, "connection.made", athlete.uid, {"way": "key"})
    audit.record(athlete.user.uid, "ai.agreed", athlete.uid)

    assert (tell_of_audited(), tell_of_audited()) == (1, 0)
    assert told(athlete.user) == ["A connection to Garmin was made"]
    [message] = Message.objects.filter(kind="security")
    assert line(message).text.startswith("23 Nov 2026, 12:05.")
    assert message.url == "/athletes/me/connections/"


def test_an_application_that_was_let_in_is_told_with_what_ends_it(athlete: Athlete) -> None:
    audit.record(athlete.user.uid, "partner.granted", athlete.user.uid, {"application": "Diary"})

    assert (tell_of_audited(), tell_of_audited()) == (1, 0)
    assert told(athlete.user) == ["An application may use your data from now on"]
    assert "end it there if you did not let it in" in line(Message.objects.get()).text


def test_what_was_more_than_a_day_ago_is_not_told_any_more(athlete: Athlete) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=25)):
        audit.record(athlete.user.uid, "connection.made", athlete.uid)

    assert tell_of_audited() == 0


@pytest.mark.parametrize(
    ("action", "title", "url"),
    [
        ("key_made", "A key for programs was made", "/account/keys/"),
        ("mfa_added", "A second factor was added to your account", "/accounts/2fa/"),
        ("mfa_removed", "A second factor of your account was removed", "/accounts/2fa/"),
        ("mfa_reset", "New recovery codes were made for your account", "/accounts/2fa/"),
        (
            "token_reused",
            "A login of one of your apps was copied and has ended",
            "/accounts/password/change/",
        ),
    ],
)
def test_what_opens_an_account_is_told_to_whoever_it_is_of(action: str, title: str, url: str) -> None:
    coach = UserFactory()
    audit.record(coach.uid, f"account.{action}", coach.uid, {"type": "totp"})

    assert (tell_of_audited(), tell_of_audited()) == (1, 0)
    assert told(coach) == [title]
    words = line(Message.objects.get()).text
    assert " UTC. " in words
    assert ("revoke it there" in words) is (action == "key_made")
    assert Message.objects.get().url == url


@pytest.mark.parametrize("act", ["added", "removed"])
def test_codes_that_come_and_go_with_a_second_factor_are_no_news_of_their_own(act: str) -> None:
    user = UserFactory()
    audit.record(user.uid, f"account.mfa_{act}", user.uid, {"type": "recovery_codes"})

    assert tell_of_audited() == 0
    assert told(user) == []


def test_nobody_else_is_told(athlete: Athlete) -> None:
    other = AthleteFactory()
    audit.record(athlete.user.uid, "connection.made", athlete.uid)

    tell_of_audited()

    assert told(other.user) == []


def test_confirming_the_first_address_is_no_change_and_another_one_is(athlete: Athlete) -> None:
    first = EmailAddress.objects.get(user=athlete.user)

    signals.email_changed.send(EmailAddress, user=athlete.user, from_email_address=None)
    assert told(athlete.user) == []

    signals.email_changed.send(EmailAddress, user=athlete.user, from_email_address=first)
    assert told(athlete.user) == ["The e-mail address of your account was changed"]


def test_the_mailbox_that_an_account_gives_up_hears_of_it(rf: RequestFactory) -> None:
    user = UserFactory(email="ada@example.org")
    old = verify_email(user)
    new = EmailAddress.objects.create(user=user, email="eve@example.org", verified=True)

    with context.request_context(rf.post("/", headers={"user-agent": FIREFOX})):
        emit_email_changed(rf.post("/"), old, new)

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["ada@example.org"], "Your e-mail address was changed")
    assert "from ada@example.org to eve@example.org" in sent.body
    assert "change your password at once" in sent.body


def test_no_other_word_of_an_account_is_mailed_twice(athlete: Athlete, client: Client) -> None:
    mail.outbox.clear()
    client.force_login(athlete.user)
    new = "another horse battery"

    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert told(athlete.user) == ["Your password was changed"]
    assert mail.outbox == []


def both_told(athlete: Athlete, coach: User) -> tuple[list[str], list[str]]:
    return told(athlete.user), told(coach)


@pytest.mark.parametrize("by_coach", [False, True])
def test_the_other_side_hears_once_that_leave_was_changed_or_has_ended(by_coach: bool) -> None:
    athlete, stranger = AthleteFactory(name="Ada"), AthleteFactory()
    coach = UserFactory(name="Eve")
    link = CoachLinkFactory(athlete=athlete, coach=coach, scopes={"cycle": "read"})
    change_link(link=link, scopes={"cycle": "read"}, valid_until=None, by=athlete.user)
    assert tell_of_audited() == 0

    if by_coach:
        revoke(link=link, by=coach)
    else:
        change_link(link=link, scopes={"plan": "read"}, valid_until=None, by=athlete.user)
        revoke(link=link, by=athlete.user)

    assert (tell_of_audited(), tell_of_audited()) == ((1, 0) if by_coach else (2, 0))
    of_coach = ["Ada ended that you may see their data", "Ada changed what you may see"]
    assert both_told(athlete, coach) == (
        (["Eve looks at your data no more"], []) if by_coach else ([], of_coach)
    )
    shown = messages_to(athlete.user if by_coach else coach)
    assert {each.url for each in shown} == {"/athletes/me/coaches/" if by_coach else "/coaching/"}
    assert all(may_still_hear(each) for each in shown)
    words = " ".join(line(each).text for each in shown)
    assert not [word for word in ("password", "cycle", "plan") if word in words]
    assert told(stranger.user) == []


def test_who_left_with_their_account_is_told_of_without_a_name() -> None:
    athlete, coach = AthleteFactory(), UserFactory(name="Eve")
    CoachLinkFactory(athlete=athlete, coach=coach)
    ErasureRequest.objects.create(user=coach, due_at=datetime(2026, 1, 1, tzinfo=UTC))

    erase_due()

    assert tell_of_audited() == 1
    assert told(athlete.user) == ["Somebody looks at your data no more"]
