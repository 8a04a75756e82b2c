from django.core import mail

from athletes.models import User
from notifications.channels.email.channel import CHANNEL
from notifications.models import Delivery, Message
from notifications.services.fan_out import fan_out
from tests.notifications.conftest import SIGNAL, hand_over, tell


def mailed(message: Message) -> Delivery:
    fan_out(message_id=message.pk)
    return message.deliveries.get(address__channel="email")


def test_several_messages_are_one_letter_with_a_link_each(ada: User) -> None:
    first, second = tell(ada), tell(ada, key="2", context={**SIGNAL, "headline": "Sleep is <short>."})
    deliveries = [mailed(first), mailed(second)]

    name = hand_over(*deliveries)

    (sent,) = mail.outbox
    html = sent.alternatives[0].content  # type: ignore[attr-defined]
    assert sent.subject == "Saturday was much more than usual, and 1 more"
    assert name == f"<{deliveries[0].uid}@localhost>" == sent.extra_headers["Message-ID"]
    assert all(f"/notifications/{each.uid}/" in sent.body for each in (first, second))
    assert all(html.count(f'/notifications/{each.uid}/"') == 1 for each in (first, second))
    assert "Sleep is &lt;short&gt;." in html
    assert "Sleep is <short>." in sent.body
    assert sent.body.startswith("2 messages for you\n\n* Saturday was much more than usual.\n")


def test_one_message_alone_is_the_whole_subject(ada: User) -> None:
    delivery = mailed(tell(ada))

    CHANNEL.send(delivery, CHANNEL.compose_bundle([delivery]))

    assert mail.outbox[0].subject == "Saturday was much more than usual"


def test_a_letter_of_very_many_messages_tells_thirty_and_counts_the_others(ada: User) -> None:
    deliveries = [mailed(tell(ada, key=str(number))) for number in range(33)]

    hand_over(*deliveries)

    (sent,) = mail.outbox
    html = sent.alternatives[0].content  # type: ignore[attr-defined]
    assert sent.subject == "Saturday was much more than usual, and 32 more"
    assert "33 messages for you" in html
    assert html.count("<h2>") == 30
    assert "3 more in the app: http://localhost" in sent.body
