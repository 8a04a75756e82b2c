import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from athletes.models import CoachLink, User
from notifications.channels.registry import offered_channels
from notifications.kinds import KINDS
from notifications.models import Address, Message, Preference
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.notifications.conftest import SIGNAL, tell

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def shown(user: User, key: str = "1", **changes: object) -> Message:
    message = tell(user, key=key, **changes)
    message.shown_at = timezone.now()
    message.save()
    return message


def page(client: Client, name: str, **headers: str) -> str:
    response = client.get(reverse(f"notifications:{name}"), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_what_was_said_and_what_is_new(client: Client, ada: User) -> None:
    shown(ada)

    html = page(client, "list")

    assert "Saturday was much more than usual." in html
    assert "Your numbers ask for a change of plan." in html
    assert '<span class="tag">New</span>' in html


def test_words_from_outside_stay_words(client: Client, ada: User) -> None:
    shown(ada, context={**SIGNAL, "headline": "<script>alert(1)</script> & more"})

    html = page(client, "list")

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


def test_an_empty_list_says_what_will_be_there(client: Client) -> None:
    assert "Nothing yet." in page(client, "list")


def test_a_long_list_has_pages(client: Client, ada: User) -> None:
    for number in range(31):
        shown(ada, key=str(number))

    assert "Page 1 of 2" in page(client, "list")
    assert client.get(reverse("notifications:list") + "?page=99").status_code == 200


def test_opening_a_message_marks_it_read_and_leads_to_its_place(client: Client, ada: User) -> None:
    message = shown(ada)

    response = client.get(reverse("notifications:open", args=[message.uid]))

    message.refresh_from_db()
    assert response.headers["Location"] == "/athletes/me/today/"
    first_read = message.read_at
    assert first_read is not None
    client.get(reverse("notifications:open", args=[message.uid]))
    message.refresh_from_db()
    assert message.read_at == first_read


def test_a_message_of_somebody_else_does_not_exist(client: Client) -> None:
    theirs = shown(UserFactory())

    assert client.get(reverse("notifications:open", args=[theirs.uid])).status_code == 404
    client.post(reverse("notifications:read-all"))
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_everything_can_be_marked_read(client: Client, ada: User) -> None:
    shown(ada, key="1")
    shown(ada, key="2")

    assert client.get(reverse("notifications:read-all")).status_code == 405
    client.post(reverse("notifications:read-all"))

    assert not Message.objects.unread().exists()


def test_the_bell_counts_what_is_unread(client: Client, ada: User) -> None:
    shown(ada, key="1")
    shown(ada, key="2")
    tell(ada, key="not shown yet")

    bell = page(client, "bell", **HTMX)

    assert bell.lstrip().startswith('<a id="bell"')
    assert ", 2 unread" in bell


def test_the_bell_answers_with_nothing_until_there_is_news(client: Client, ada: User) -> None:
    def ask(seen: str) -> Any:
        return client.get(reverse("notifications:bell"), {"seen": seen}, headers=HTMX)

    assert ask("0").status_code == 204
    message = shown(ada)
    news = ask("0")
    assert (news.status_code, news.headers["HX-Trigger"]) == (200, "notifications-changed")
    assert f"seen=1-{message.pk}" in news.content.decode()
    assert ask(f"1-{message.pk}").status_code == 204

    client.post(reverse("notifications:read-all"))
    assert "unread" not in ask(f"1-{message.pk}").content.decode()


def test_the_bell_costs_three_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        client.get(reverse("notifications:bell"), {"seen": "0"}, headers=HTMX)


def test_the_list_alone_takes_the_place_of_the_one_on_the_page(client: Client, ada: User) -> None:
    shown(ada)

    part = page(client, "list", **HTMX)

    assert re.match(r'\s*<div class="stack"\s+id="entries"', part)
    assert "Saturday was much more than usual." in part


def test_the_bell_alone_is_no_page(client: Client) -> None:
    response = client.get(reverse("notifications:bell"))

    assert response.headers["Location"] == reverse("notifications:list")


def test_preferences_start_as_the_kinds_are_declared(client: Client) -> None:
    html = page(client, "preferences")

    assert re.search(r'name="signal.email"\s+checked', html)
    assert not re.search(r'name="import_finished.email"\s+checked', html)
    assert "test.email" not in html


def test_saved_preferences_hold_for_the_whole_table(client: Client, ada: User) -> None:
    response = client.post(reverse("notifications:preferences"), {"signal.in_app": "on"})

    assert response.headers["Location"] == reverse("notifications:preferences")
    wishes = Preference.objects.filter(user=ada).values_list("kind", "channel", "enabled")
    assert set(wishes) == {
        (kind.name, channel, (kind.name, channel) == ("signal", "in_app"))
        for kind in KINDS.values()
        for channel in offered_channels()
        if kind.may_be_switched_off and not kind.for_coaches
    }


def test_what_must_be_said_cannot_be_switched_off(client: Client, ada: User) -> None:
    client.post(reverse("notifications:preferences"), {})

    assert not Preference.objects.filter(kind="address_disabled").exists()


def test_an_address_that_refused_can_be_used_again_by_its_owner(client: Client, ada: User) -> None:
    mine = Address.objects.create(
        user=ada, channel="email", target="ada@example.org", disabled_at=timezone.now(), disabled_reason="No."
    )
    theirs = Address.objects.create(
        user=UserFactory(), channel="email", target="x@example.org", disabled_at=timezone.now()
    )
    assert "Use it again" in page(client, "preferences")

    client.post(reverse("notifications:address-enable", args=[mine.uid]))
    foreign = client.post(reverse("notifications:address-enable", args=[theirs.uid]))

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.disabled_at, mine.disabled_reason) == (None, "")
    assert (foreign.status_code, theirs.disabled_at is None) == (404, False)


def test_somebody_without_a_verified_address_is_told_that_no_mail_comes(db: None) -> None:
    client = Client()
    client.force_login(UserFactory())

    assert "No mail is sent before you have verified" in page(client, "preferences")


@pytest.mark.parametrize("name", ["list", "bell", "preferences"])
def test_nobody_sees_anything_without_a_login(db: None, name: str) -> None:
    response = Client().get(reverse(f"notifications:{name}"))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_what_is_for_coaches_is_offered_to_coaches_alone(ada: User) -> None:
    client, page = Client(), reverse("notifications:preferences")
    client.force_login(ada)
    table = reverse("api:notification-preferences")
    assert "draft_waiting." not in client.get(page).content.decode()
    assert "draft_waiting" not in [row["kind"] for row in client.get(table).json()]

    link = CoachLinkFactory(coach=ada)
    assert 'name="draft_waiting.email"' in client.get(page).content.decode()
    assert "draft_waiting" in [row["kind"] for row in client.get(table).json()]

    link.status = CoachLink.Status.REVOKED
    link.save()
    assert "draft_waiting." not in client.get(page).content.decode()
