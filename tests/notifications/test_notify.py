from typing import Any

import pytest
from django.db import transaction

from athletes.models import User
from config.core.celery import sending_with
from notifications.models import Message
from tests.factories.athletes import UserFactory
from tests.notifications.conftest import SIGNAL, tell


def test_a_message_is_written_and_its_fan_out_asked_for(ada: User) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = []

    with sending_with(lambda name, ids: asked.append((name, ids))):
        message = tell(ada, key="spike 2026-03-01", athlete=ada.athlete)

    assert asked == [("notifications.tasks.fan_out", (message.pk,))]
    assert (message.kind, message.key, message.athlete) == ("signal", "spike 2026-03-01", ada.athlete)
    assert (message.context, message.url) == (SIGNAL, "/athletes/me/today/")
    assert message.shown_at is None


def test_the_same_event_told_twice_is_one_message(ada: User) -> None:
    first = tell(ada)
    second = tell(ada, context={**SIGNAL, "headline": "Another wording."})

    assert second == first
    assert Message.objects.get().context == SIGNAL


def test_the_same_key_of_another_user_or_kind_is_another_message(ada: User) -> None:
    tell(ada)
    tell(UserFactory())
    tell(ada, kind="import_finished", context={"imported": 1, "duplicates": 0, "failed": 0})

    assert Message.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_tells_nobody(ada: User) -> None:
    def fail() -> None:
        with transaction.atomic():
            tell(ada)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    "url",
    [
        "",
        "today/",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/a\\b",
        "javascript:alert(1)",
        "/today/\nLocation: //evil.example",
        "/" + "a" * 500,
    ],
)
def test_a_link_that_leaves_this_site_is_refused(ada: User, url: str) -> None:
    with pytest.raises(ValueError, match="path of this site"):
        tell(ada, url=url)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "gossip"}, "no kind of message"),
        ({"key": ""}, "1 to 200"),
        ({"key": "k" * 201}, "1 to 200"),
        ({"context": {"signal": "load_spike", "severity": "act"}}, "needs 'headline'"),
        ({"context": {**SIGNAL, "headline": 3}}, "needs 'headline'"),
        ({"context": {**SIGNAL, "load": float("nan")}}, "no plain value: 'load'"),
        ({"context": {**SIGNAL, "who": object()}}, "no plain value: 'who'"),
        ({"context": {**SIGNAL, "days": [{"when": {1, 2}}]}}, "no plain value: 'days'"),
    ],
)
def test_what_a_caller_gets_wrong_is_said_at_once(ada: User, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        tell(ada, **change)
