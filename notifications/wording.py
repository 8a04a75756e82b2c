"""From a message's plain values to the words on its channels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from notifications.kinds import KINDS
from notifications.models import Message

LINE_BREAKS = re.compile(r"[ \t\r\n]+")


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


def mail(message: Message) -> Mail:
    """The message as a mail, with one link that lands on the spot after a login."""
    kind, words = KINDS[message.kind], line(message)
    context: dict[str, Any] = {
        **message.context,
        "title": words.title,
        "text": words.text,
        "action": kind.action,
        "link": _absolute(reverse("notifications:open", args=[message.uid])),
        "preferences_link": _absolute(reverse("notifications:preferences")),
        "can_be_switched_off": kind.may_be_switched_off,
    }
    return Mail(
        subject=words.title,
        text=render_to_string("notifications/mail.txt", context),
        html=render_to_string(kind.template("mail.html"), context),
    )


def _plain(message: Message, part: str) -> str:
    # Splitting and joining also drops the "safe for HTML" mark that templates put on what they render. The
    # narrow spaces between numbers and units stay.
    rendered = render_to_string(KINDS[message.kind].template(part), message.context)
    return " ".join(word for word in LINE_BREAKS.split(rendered) if word)


def _absolute(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
