"""What people do with their addresses, and nobody else's."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from athletes.models import DATA_CLASSES, User
from config.core.celery import run_inline
from notifications.models import Address, Delivery, Message
from notifications.services.preferences import set_preferences
from tests.doubles.mail import MailServer
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.notifications.conftest import tell

ACTS = ("enable", "rename", "remove", "test")


@pytest.fixture
def client(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def mailbox(ada: User) -> Address:
    return Address.objects.create(
        user=ada, channel="email", target="ada@example.org", verified_at=timezone.now()
    )


@pytest.fixture
def receiver(ada: User) -> Address:
    target = "https://example.org/formline"
    return Address.objects.create(user=ada, channel="webhook", target=target, verified_at=timezone.now())


def act(client: Client, name: str, address: Address, **given: str) -> Any:
    return client.post(reverse(f"notifications:address-{name}", args=[address.uid]), given, follow=True)


@pytest.mark.django_db(transaction=True)
def test_a_test_is_sent_to_one_address_at_once(
    client: Client, ada: User, mailbox: Address, mail_server: type[MailServer]
) -> None:
    with run_inline() as failures:
        response = act(client, "test", mailbox)

    assert failures == []
    assert "A test is on its way." in response.content.decode()
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["ada@example.org"], "A test from Formline")
    ]
    assert Delivery.objects.get().state == Delivery.State.SENT
    assert not Message.objects.shown().exists()


def test_a_test_is_refused_where_nothing_is_sent(client: Client, mailbox: Address) -> None:
    for unused in ({"disabled_at": timezone.now()}, {"verified_at": None, "disabled_at": None}):
        Address.objects.filter(pk=mailbox.pk).update(**unused)
        assert "This address is not in use." in act(client, "test", mailbox).content.decode()

    assert Message.objects.count() == 0


def test_tests_are_limited(client: Client, mailbox: Address) -> None:
    for _ in range(10):
        act(client, "test", mailbox)

    assert "Please wait a while." in act(client, "test", mailbox).content.decode()
    assert Message.objects.count() == 10


def test_an_address_gets_its_owners_word(client: Client, mailbox: Address) -> None:
    act(client, "rename", mailbox, label="  My\0 <b>mail</b> \n box ")

    mailbox.refresh_from_db()
    assert mailbox.label == "My <b>mail</b> box"
    saved = client.post(reverse("notifications:address-rename", args=[mailbox.uid]), {"label": mailbox.label})
    assert saved.headers["Location"] == f"{reverse('notifications:preferences')}#addresses"
    html = client.get(reverse("notifications:preferences")).content.decode()
    assert "My &lt;b&gt;mail&lt;/b&gt; box" in html


def test_an_address_that_was_brought_is_forgotten(client: Client, ada: User, receiver: Address) -> None:
    Delivery.objects.create(message=tell(ada), address=receiver)

    act(client, "remove", receiver)

    assert not Address.objects.exclude(channel="email").exists()
    assert not Delivery.objects.exists()


def test_a_long_address_is_cut_where_it_has_a_name(client: Client, ada: User) -> None:
    target = f"https://push.example/{'a' * 200}"
    Address.objects.create(
        user=ada, channel="webhook", target=target, label="My script", verified_at=timezone.now()
    )

    html = client.get(reverse("notifications:preferences")).content.decode()

    assert f"{target[:59]}…</span>" in html


def test_the_mailbox_of_the_login_is_changed_there(client: Client, mailbox: Address) -> None:
    response = act(client, "remove", mailbox)

    assert "This is the address of your login. Change it there." in response.content.decode()
    assert Address.objects.filter(pk=mailbox.pk).exists()


def test_the_mailbox_is_there_before_the_first_message(client: Client, ada: User) -> None:
    for _ in range(2):
        html = client.get(reverse("notifications:preferences")).content.decode()

    assert "Send a test" in html
    assert Address.objects.get().target == "ada@example.org"


def test_a_mailbox_that_was_given_up_is_not_shown(client: Client, ada: User, mailbox: Address) -> None:
    EmailAddress.objects.filter(user=ada).update(email="new@example.org")

    html = client.get(reverse("notifications:preferences")).content.decode()

    assert "new@example.org" in html
    assert "In use" in html
    assert html.count("Send a test") == 1


def test_the_last_outcome_stands_beside_the_address(client: Client, ada: User, mailbox: Address) -> None:
    Delivery.objects.create(
        message=tell(ada), address=mailbox, state=Delivery.State.FAILED, error="The mail server answered 554."
    )

    html = client.get(reverse("notifications:preferences")).content.decode()

    assert "Last message: not delivered, just now. The mail server answered 554." in html


@pytest.mark.parametrize("name", ACTS)
def test_a_stranger_and_a_coach_change_nothing(ada: User, receiver: Address, name: str) -> None:
    stranger, coach = AthleteFactory().user, UserFactory()
    CoachLinkFactory(coach=coach, athlete=ada.athlete, scopes=dict.fromkeys(DATA_CLASSES, "write"))
    before = list(Address.objects.values())

    for user in (stranger, coach):
        client = Client()
        client.force_login(user)
        assert act(client, name, receiver, label="Mine").status_code == 404

    assert list(Address.objects.values()) == before
    assert Message.objects.count() == 0


@pytest.mark.parametrize("name", ACTS)
def test_an_act_needs_a_login_and_a_button(client: Client, receiver: Address, name: str) -> None:
    url = reverse(f"notifications:address-{name}", args=[receiver.uid])

    assert client.get(url).status_code == 405
    assert Client().post(url).headers["Location"].startswith("/accounts/login/")


def test_what_waits_and_is_switched_off_is_not_sent(ada: User, mailbox: Address) -> None:
    waiting = {
        "address": mailbox,
        "reason": "Waits.",
        "next_attempt_at": timezone.now() + timezone.timedelta(1),
    }
    told, other = (
        Delivery.objects.create(message=tell(ada, key=key, **kind), **waiting)
        for key, kind in (("1", {}), ("2", {"kind": "connection_lost", "context": {"way": "garmin_key"}}))
    )

    set_preferences(user=ada, wishes={("signal", "email"): False, ("connection_lost", "email"): True})

    told.refresh_from_db()
    other.refresh_from_db()
    assert (told.state, told.reason) == (Delivery.State.SKIPPED, "You had switched this kind off here.")
    assert other.state == Delivery.State.WAITING


def test_operators_see_which_channel_lacks_its_setting(client: Client, ada: User, settings: Any) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    page = reverse("notifications:preferences")
    assert "is not offered" not in client.get(page).content.decode()

    ada.is_staff = True
    ada.save()

    html = client.get(page).content.decode()
    assert ("is not offered" in html) == ("VAPID_PRIVATE_KEY" in html)


def test_where_no_mail_is_sent_nobody_is_asked_to_verify_an_address(db: None, settings: Any) -> None:
    client = Client()
    client.force_login(UserFactory())

    def page() -> str:
        return client.get(reverse("notifications:preferences")).content.decode()

    assert "No mail is sent before you have verified" in page()
    assert "one daily letter" in page()
    settings.IS_MAIL_REAL = False
    assert "No mail is sent before you have verified" not in page()
    assert "one daily letter" not in page()
