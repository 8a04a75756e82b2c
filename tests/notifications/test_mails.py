from email.header import decode_header, make_header
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from athletes.models import User
from notifications.kinds import KINDS
from notifications.models import Address, Message
from notifications.services.addresses import disable_address
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
    "draft_waiting": {"athlete": "Ada", "about": "Weekly review"},
    "ai_budget": {"whose": "own", "spent_usd": "1.61", "cap_usd": "2.00", "until": "2026-12-01"},
    "connection_expiring": {"days_left": 14, "expires_on": "6 Dec 2026"},
    "sync_failing": {
        "way": "Garmin login",
        "last": "2026-11-21T04:41:00+00:00",
        "reason": "Garmin cannot be reached at the moment.",
    },
    "connection_lost": {"way": "garmin_key"},
    "address_disabled": {"channel": "E-mail", "target": "ada@example.org", "reason": "Refused (550)."},
    "workout_reminder": {
        "day": "2026-11-24",
        "sessions": [{"title": "Easy run", "duration_s": 2700, "why": "Easy days make hard ones possible."}],
    },
    "question_waiting": {"question": "What was different on Sat 21 Nov?"},
    "personal_best": {"headline": "Your best 5 minutes so far: 312 W.", "advice": ""},
    "weekly_digest": {
        "week": "16–22 Nov 2026",
        "activities": 5,
        "duration_s": 21_600,
        "distance": "62.0 km",
        "load": 350.0,
        "fitness": 48.2,
        "fitness_change": 1.3,
        "form": -6.0,
        "planned": 5,
        "done": 4,
        "ahead": 5,
        "ahead_s": 19_800,
        "waiting": 1,
        "race": "Spring marathon",
        "race_days": 120,
    },
    "security": {"event": "New login: Firefox on Linux", "at": "23 Nov 2026, 12:05"},
    "test": {"channel": "E-mail"},
}


def mailed(user: User, kind: str, context: dict[str, Any] | None = None) -> EmailMultiAlternatives:
    if KINDS[kind].may_be_switched_off:
        set_preferences(user=user, wishes={(kind, "email"): True})
    message = tell(user, kind=kind, context=context or CONTEXTS[kind])
    fan_out(message_id=message.pk)
    delivery = message.deliveries.get(address__channel="email")
    with time_machine.travel(delivery.next_attempt_at, tick=False):
        deliver(delivery_id=delivery.pk)
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


@pytest.mark.parametrize("end", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_other_end_of_a_line_keeps_a_mail_from_being_sent(ada: User, end: str) -> None:
    sent = mailed(ada, "signal", {**SIGNAL, "headline": f"Hi{end}Bcc: all@example.org"})

    assert sent.message()["Subject"] == "Hi Bcc: all@example.org"
    assert "Bcc" not in sent.message()


def test_a_character_that_no_database_takes_is_marked_and_the_mail_is_sent(ada: User) -> None:
    sent = mailed(ada, "signal", {**SIGNAL, "headline": "Hi\0Bcc: all@example.org"})

    # Versions of Django differ in whether they encode it.
    assert str(make_header(decode_header(sent.message()["Subject"]))) == "Hi\ufffdBcc: all@example.org"


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


@time_machine.travel("2026-11-26T12:00:00Z", tick=False)
@pytest.mark.parametrize(
    ("kind", "given", "title"),
    [
        ("workout_reminder", {}, "Tue, 2 days ago: Easy run, 45 min"),
        ("workout_reminder", {"day": "", "when": "Tomorrow"}, "Tomorrow: Easy run, 45 min"),
        ("sync_failing", {}, "Nothing new from Garmin since 21 Nov 2026, 04:41"),
        (
            "sync_failing",
            {"last": "", "since": "yesterday, 05:41"},
            "Nothing new from Garmin since yesterday, 05:41",
        ),
    ],
)
def test_days_are_named_as_seen_by_who_reads_and_old_messages_keep_their_words(
    ada: User, kind: str, given: dict[str, Any], title: str
) -> None:
    assert line(tell(ada, kind=kind, context=CONTEXTS[kind] | given)).title.replace("\u202f", " ") == title


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("Asked for", "A draft about Robin waits for you"),
        ("Weekly review", "A draft waits for you: weekly review of Robin"),
    ],
)
def test_a_draft_says_whom_it_is_about(ada: User, about: str, title: str) -> None:
    assert line(tell(ada, kind="draft_waiting", context={"athlete": "Robin", "about": about})).title == title


@time_machine.travel("2026-11-23T12:00:00Z", tick=False)
def test_a_budget_ends_on_a_day_in_words(ada: User) -> None:
    assert line(tell(ada, kind="ai_budget", context=CONTEXTS["ai_budget"])).text == (
        "1.61 of 2.00 USD are spent or set aside. "
        "When nothing is left, rules explain your data until Tue 1 Dec."
    )


def test_a_kind_that_is_always_sent_says_so(ada: User) -> None:
    body = mailed(ada, "security").body

    assert "This kind of message is always sent. Your addresses: http://localhost" in body
    assert "Stop these mails" not in body


def test_an_address_that_was_given_up_says_why_and_leads_to_the_addresses(ada: User) -> None:
    number = Address.objects.create(user=ada, channel="sms", target="+4915112345678")

    disable_address(address=number, reason="You answered STOP.", key="stop")

    told = Message.objects.get()
    assert (line(told).title, line(told).text) == (
        "Nothing is sent to +4915112345678 any more",
        "SMS: You answered STOP. When that has changed, use the address again.",
    )
    assert told.url == "/notifications/preferences/#addresses"


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


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("Weekly review", "Weekly review: ready to read"),
        ("Asked for", "What you asked for is ready to read"),
    ],
)
def test_what_is_ready_has_a_title_that_reads_well(ada: User, about: str, title: str) -> None:
    context = {"about": about, "headline": "Steady.", "engine": "rules"}

    assert line(tell(ada, kind="analysis_ready", context=context)).title == title
