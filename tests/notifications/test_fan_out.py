import pytest
from django.core import mail

from athletes.models import User
from config.core.celery import sending_with
from notifications import tasks
from notifications.channels.registry import CHANNELS
from notifications.models import Address, Delivery
from notifications.selectors import messages_of
from notifications.services.fan_out import fan_out
from notifications.services.preferences import set_preferences
from tests.factories.athletes import UserFactory
from tests.notifications.conftest import tell


def channels_of(user: User, **changes: object) -> list[str]:
    """The channels that a message to this user goes out on."""
    message = tell(user, **changes)
    fan_out(message_id=message.pk)
    return sorted(message.deliveries.values_list("address__channel", flat=True))


def test_each_wanted_address_gets_one_delivery(ada: User) -> None:
    assert channels_of(ada) == ["email", "in_app"]
    assert Address.objects.get(channel="email").target == "ada@example.org"


def test_a_second_fan_out_makes_nothing_new(ada: User) -> None:
    message = tell(ada)

    fan_out(message_id=message.pk)
    fan_out(message_id=message.pk)

    assert Delivery.objects.count() == 2


def test_an_address_that_nobody_verified_gets_no_mail(db: None) -> None:
    assert channels_of(UserFactory()) == ["in_app"]


def test_a_kind_goes_only_where_it_is_declared_to(ada: User) -> None:
    counts = {"imported": 1, "duplicates": 0, "failed": 0}

    assert channels_of(ada, kind="import_finished", context=counts) == ["in_app"]


@pytest.mark.parametrize(
    ("channel", "is_wanted", "left"),
    [("email", False, ["in_app"]), ("in_app", False, ["email"]), ("email", True, ["email", "in_app"])],
)
def test_preferences_decide_where_a_kind_goes(
    ada: User, channel: str, is_wanted: bool, left: list[str]
) -> None:
    set_preferences(user=ada, wishes={("signal", channel): is_wanted})

    assert channels_of(ada) == left


def test_quiet_everywhere_means_no_delivery_at_all(ada: User) -> None:
    set_preferences(user=ada, wishes={("signal", "email"): False, ("signal", "in_app"): False})

    assert channels_of(ada) == []


def test_a_kind_that_cannot_be_switched_off_ignores_what_was_stored(ada: User) -> None:
    from notifications.models import Preference

    Preference.objects.create(user=ada, kind="address_disabled", channel="in_app", enabled=False)
    context = {"channel": "E-mail", "target": "ada@example.org", "reason": "No."}

    assert channels_of(ada, kind="address_disabled", context=context) == ["in_app"]


def test_somebody_who_was_locked_out_hears_nothing(ada: User) -> None:
    ada.is_active = False
    ada.save()

    assert channels_of(ada) == []


def test_a_message_that_is_gone_is_no_error(db: None) -> None:
    fan_out(message_id=1)

    assert Delivery.objects.count() == 0


def test_the_mail_of_a_message_leaves_in_the_task_that_makes_it(ada: User) -> None:
    message = tell(ada)
    started: list[object] = []

    with sending_with(lambda *call: started.append(call)):
        tasks.fan_out(message.pk)

    assert started == []
    assert message.deliveries.get(address__channel="email").state == Delivery.State.SENT
    assert [each.to for each in mail.outbox] == [["ada@example.org"]]


def test_of_two_that_are_due_the_second_has_a_task_of_its_own(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CHANNELS["email"], "targets", lambda _: ["ada@example.org", "ada@club.example"])
    started: list[object] = []
    message = tell(ada)

    with sending_with(lambda *call: started.append(call)):
        tasks.fan_out(message.pk)

    waiting = message.deliveries.get(address__target="ada@club.example")
    assert (waiting.state, len(mail.outbox)) == (Delivery.State.WAITING, 1)
    assert started == [("notifications.tasks.deliver", (waiting.pk,))]


def test_a_worker_that_dies_after_the_fan_out_leaves_the_rest_to_the_same_task(ada: User) -> None:
    message = tell(ada)
    fan_out(message_id=message.pk)
    assert mail.outbox == []

    tasks.fan_out(message.pk)
    tasks.fan_out(message.pk)

    assert len(mail.outbox) == 1


def test_the_bell_rings_without_another_worker(ada: User) -> None:
    message = tell(ada)

    fan_out(message_id=message.pk)

    message.refresh_from_db()
    shown = message.deliveries.get(address__channel="in_app")
    assert (shown.state, shown.sent_at) == (Delivery.State.SENT, message.shown_at)
    assert messages_of(ada).unread().count() == 1
