"""From a message's plain values to the words on its channels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from config.core.formatting import number
from config.core.logging import logger
from notifications.kinds import KINDS
from notifications.models import Message

log = logger(__name__)

LISTED = 30
"""Messages that one letter tells in full; nobody reads more."""
LINE_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
"""With everything else that somebody takes for the end of a line, or that no header of a mail may hold."""


@dataclass(frozen=True)
class Line:
    """A message in the app: `title` is one line, `text` a sentence or two."""

    title: str
    text: str


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str


def line(message: Message) -> Line:
    """The message in plain words; not safe to be put into HTML without escaping."""
    return Line(title=_plain(message, "title.txt"), text=_plain(message, "text.txt"))


def page_line(message: Message) -> Line:
    """`line` for a page among others, which must not fall over one message."""
    try:
        return line(message)
    except Exception:  # whatever is wrong with one message, the page holds others
        log.exception("wording_failed", kinds=[message.kind], channel="page")
        return Line(KINDS[message.kind].title, "The words of this message could not be made.")


def mail(message: Message, *, unsubscribe_link: str = "") -> Mail:
    """The message as a mail, with one link that lands on the spot after a login."""
    kind, words = KINDS[message.kind], line(message)
    context: dict[str, Any] = {
        **_context(message),
        "title": words.title,
        "text": words.text,
        "action": kind.action,
        "link": link(message),
        "preferences_link": absolute(reverse("notifications:preferences")),
        "unsubscribe_link": unsubscribe_link,
        "can_be_switched_off": kind.may_be_switched_off,
    }
    return Mail(
        subject=words.title,
        text=render_to_string("notifications/mail.txt", context),
        html=render_to_string(kind.template("mail.html"), context),
    )


def letter(messages: Sequence[Message], *, unsubscribe_link: str = "") -> Mail:
    """Several messages as one mail, the first `LISTED` in full; the subject is the first one's title."""
    items = [
        {"line": line(message), "action": KINDS[message.kind].action, "link": link(message)}
        for message in messages[:LISTED]
    ]
    subject = line(messages[0]).title.rstrip(".")
    if len(messages) > 1:
        subject = f"{subject}, and {number(len(messages) - 1)} more"
    context = {
        "title": f"{number(len(messages))} messages for you" if len(messages) > 1 else subject,
        "items": items,
        "unlisted": len(messages) - len(items),
        "list_link": absolute(reverse("notifications:list")),
        "preferences_link": absolute(reverse("notifications:preferences")),
        "unsubscribe_link": unsubscribe_link,
        "can_be_switched_off": True,
    }
    return Mail(
        subject=subject,
        text=render_to_string("notifications/letter.txt", context),
        html=render_to_string("notifications/letter.html", context),
    )


def link(message: Message) -> str:
    """Where a message leads, after a login if need be."""
    return absolute(reverse("notifications:open", args=[message.uid]))


def absolute(path: str) -> str:
    """An address of this site, for words that leave it."""
    return settings.SITE_URL.rstrip("/") + path


def _context(message: Message) -> dict[str, Any]:
    """The message's values, and its reader's zone: what is called tomorrow depends on when it is read."""
    athlete = getattr(message.user, "athlete", None)
    return {**message.context, "time_zone": athlete.time_zone if athlete else "UTC"}


def _plain(message: Message, part: str) -> str:
    # Splitting and joining also drops the "safe for HTML" mark that templates put on what they render. The
    # narrow spaces between numbers and units stay.
    rendered = render_to_string(KINDS[message.kind].template(part), _context(message))
    return " ".join(word for word in LINE_BREAKS.split(rendered) if word)
