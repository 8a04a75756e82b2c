from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from athletes.models import User
from notifications.kinds import KINDS
from notifications.services.deliver import deliver
from notifications.services.fan_out import fan_out
from notifications.services.preferences import set_preferences
from notifications.wording import line
from tests.notifications.conftest import SIGNAL, tell

PROPOSAL: dict[str, Any] = {
    "sport": "running",
    "threshold": "threshold_pace_s_per_km",
    "value": 255.4,
    "current": 265.0,
    "units": "metric",
}
CONTEXTS: dict[str, dict[str, Any]] = {
    "import_finished": {"imported": 1234, "duplicates": 2, "failed": 1},
    "signal": SIGNAL,
    "threshold_proposal": PROPOSAL,
    "coach_comment": {
        "author": "Kim",
        "session": "Easy run",
        "day": "23 Nov 2026",
        "said": "Keep it easy.",
    },
    "plan_change_proposed": {
        "cause": "A key session was missed",
        "reason": "The threshold session of Tue 24 Nov was not done.",
        "sessions": 2,
        "is_done": False,
    },
    "analysis_ready": {
        "about": "Weekly review",
        "headline": "A steady week, and the mornings agree.",
        "engine": "claude",
    },
    "ai_budget": {"whose": "own", "spent_usd": "1.61", "cap_usd": "2.00", "until": "2026-12-01"},
    "connection_expiring": {"days_left": 14, "expires_on": "6 Dec 2026"},
    "sync_failing": {
        "way": "Garmin login",
        "since": "Tue, 2 days ago, 05:41",
        "reason": "Garmin cannot be reached at the moment.",
    },
    "connection_lost": {"way": "garmin_key"},
    "address_disabled": {"channel": "E-mail", "target": "ada@example.org", "reason": "Refused (550)."},
}


def mailed(user: User, kind: str, context: dict[str, Any] | None = None) -> EmailMultiAlternatives:
    if KINDS[kind].may_be_switched_off:
        set_preferences(user=user, wishes={(kind, "email"): True})
    message = tell(user, kind=kind, context=context or CONTEXTS[kind])
    fan_out(message_id=message.pk)
    deliver(delivery_id=message.deliveries.get(address__channel="email").pk)
    return mail.outbox[-1]


def test_every_kind_has_a_context_here() -> None:
    assert set(CONTEXTS) == set(KINDS)


@pytest.mark.parametrize("kind", [name for name, each in KINDS.items() if each.may_be_switched_off])
def test_a_mail_has_text_html_and_one_link_to_its_place(ada: User, settings: Settings, kind: str) -> None:
    settings.SITE_URL = "https://formline.example/"
    sent = mailed(ada, kind)

    html = sent.alternatives[0].content
    link = f"https://formline.example/notifications/{ada_message_uid(ada)}/"
    assert (sent.to, sent.alternatives[0].mimetype) == (["ada@example.org"], "text/html")
    assert html.count(f'href="{link}"') == 1
    assert link in sent.body
    assert KINDS[kind].action in html
    assert "https://formline.example/notifications/preferences/" in sent.body
    assert "<" not in sent.body


def ada_message_uid(user: User) -> Any:
    from notifications.models import Message

    return Message.objects.get(user=user).uid


def test_numbers_look_as_they_do_on_pages(ada: User) -> None:
    sent = mailed(ada, "import_finished")

    assert sent.subject == "1,234 activities imported"
    assert "2 were already here. 1 file could not be read; the import says why." in sent.body
    assert "<td>1,234</td>" in sent.alternatives[0].content


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((1, 0, 0), "1 activity imported"),
        ((0, 3, 0), "Nothing new in your files"),
        ((0, 0, 2), "Nothing could be imported"),
    ],
)
def test_an_import_is_summed_up_in_one_line(ada: User, counts: tuple[int, ...], title: str) -> None:
    context = dict(zip(("imported", "duplicates", "failed"), counts, strict=True))

    assert line(tell(ada, kind="import_finished", context=context)).title == title


def test_words_from_outside_cannot_forge_a_header_or_markup(ada: User) -> None:
    sent = mailed(ada, "signal", {**SIGNAL, "headline": "Hi\r\nBcc: all@example.org <b>bold</b>"})

    assert sent.subject == "Hi Bcc: all@example.org <b>bold</b>"
    assert sent.recipients() == ["ada@example.org"]
    assert "<b>bold</b>" not in sent.alternatives[0].content


def test_a_repeat_is_known_by_its_message_id(ada: User) -> None:
    sent = mailed(ada, "signal")

    from notifications.models import Delivery

    delivery = Delivery.objects.get(address__channel="email")
    assert sent.extra_headers["Message-ID"] == f"<{delivery.uid}@localhost>"


def test_the_words_of_every_kind_are_complete(ada: User) -> None:
    for kind, context in CONTEXTS.items():
        words = line(tell(ada, kind=kind, context=context))

        assert words.title
        assert words.text.endswith(".")
        assert "{" not in words.title + words.text


def test_spaces_within_a_quantity_stay_and_nothing_is_marked_as_safe(ada: User) -> None:
    words = line(tell(ada, context={**SIGNAL, "headline": "Load\n  rose by 40\u202f%."}))

    assert words.title == "Load rose by 40\u202f%."
    assert type(words.title) is str


def test_the_advice_of_the_analyst_is_the_text(ada: User) -> None:
    words = line(tell(ada, context={**SIGNAL, "advice": "Take two easy days."}))

    assert words.text == "Take two easy days."


@pytest.mark.parametrize(
    ("given", "title", "text"),
    [
        ({}, "Your runs speak for a threshold pace of 4:15 /km", "In force is 4:25 /km."),
        (
            {"units": "imperial", "current": None},
            "Your runs speak for a threshold pace of 6:51 /mi",
            "There is none in force yet.",
        ),
        (
            {"threshold": "ftp_w", "sport": "cycling", "value": 262.4, "current": 250.0},
            "Your efforts speak for a threshold power of 262 W",
            "In force is 250 W.",
        ),
        (
            {"threshold": "lthr_bpm", "value": 172.0, "current": 168.0},
            "Your efforts speak for a threshold heart rate of 172 bpm in running",
            "In force is 168 bpm.",
        ),
        (
            {"threshold": "css_s_per_100m", "sport": "swimming", "value": 96.0, "current": 99.0},
            "Your swims speak for a critical swim speed of 1:36 /100 m",
            "In force is 1:39 /100 m.",
        ),
    ],
)
def test_a_proposal_names_the_value_in_the_athletes_units(
    ada: User, given: dict[str, Any], title: str, text: str
) -> None:
    said = line(tell(ada, kind="threshold_proposal", context=PROPOSAL | given))

    assert said.title.replace("\u202f", " ") == title
    assert said.text.replace("\u202f", " ") == f"{text} Nothing changes unless you accept it."


@pytest.mark.parametrize(
    ("said", "title", "text"),
    [
        ("Keep it easy.", "Kim wrote about a session", "“Keep it easy.” Easy run, 23 Nov 2026."),
        (
            "",
            "Kim changed your plan",
            "Easy run, 23 Nov 2026. What changed, and how to undo it, is in the history of your plan.",
        ),
    ],
)
def test_a_coach_is_quoted_or_the_history_named(ada: User, said: str, title: str, text: str) -> None:
    shown = line(tell(ada, kind="coach_comment", context=CONTEXTS["coach_comment"] | {"said": said}))

    assert (shown.title, shown.text) == (title, text)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {},
            (
                "A change of your plan is proposed",
                "2 sessions would change; nothing does until you accept it.",
            ),
        ),
        ({"is_done": True}, ("Your plan was changed", "2 sessions changed, within the limits that you set")),
        ({"sessions": 0}, ("Your plan needs you", "was not done.")),
    ],
)
def test_a_change_of_the_plan_says_whether_it_waits(
    ada: User, given: dict[str, Any], words: tuple[str, str]
) -> None:
    context = CONTEXTS["plan_change_proposed"] | given
    shown = line(tell(ada, kind="plan_change_proposed", context=context))

    assert shown.title == f"{words[0]}: a key session was missed"
    assert words[1] in shown.text
