"""Telling somebody something: one row in the caller's transaction, once per user, kind and key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from athletes.models import Athlete, User
from config.core.celery import enqueue
from config.core.storable import storable
from notifications.kinds import KINDS, Kind
from notifications.models import Message

type Plain = str | int | float | bool | list[Plain] | dict[str, Plain] | None

MAX_KEY, MAX_URL = 200, 500


def notify(
    *,
    user: User,
    kind: str,
    key: str,
    context: Mapping[str, Plain],
    url: str,
    athlete: Athlete | None = None,
) -> Message:
    """Tell `user` about something of `kind`, at `url` (a path of this site); `athlete` is whom it is about.

    `key` names the event: telling it again changes nothing and returns the message of the first time.
    `context` holds plain values, those of the kind's `fields` at least. Raises ValueError for what a caller
    gets wrong.
    """
    declared = KINDS.get(kind)
    if declared is None:
        raise ValueError(f"no kind of message is called {kind!r}")
    _check_key(key)
    _check_url(url)
    _check_context(declared, context)
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(
            user=user,
            kind=kind,
            key=key,
            defaults={"athlete": athlete, "context": storable(context), "url": url},
        )
        if is_new:
            enqueue("notifications.tasks.fan_out", message.pk)
    return message


def _check_key(key: str) -> None:
    if not key or len(key) > MAX_KEY:
        raise ValueError(f"a key has 1 to {MAX_KEY} characters")


def _check_url(url: str) -> None:
    # A browser reads "//host" and "/\host" as another site.
    is_local = url.startswith("/") and url[1:2] not in ("/", "\\") and url.isprintable() and "\\" not in url
    parts = urlsplit(url) if is_local else None
    if parts is None or parts.scheme or parts.netloc or len(url) > MAX_URL:
        raise ValueError("the url of a message is a path of this site")


def _check_context(kind: Kind, context: Mapping[str, Any]) -> None:
    for name, expected in kind.fields.items():
        if not isinstance(context.get(name), expected):
            raise ValueError(f"the context of {kind.name!r} needs {name!r}")
    for name, value in context.items():
        if not isinstance(name, str) or not _is_plain(value):
            raise ValueError(f"the context of {kind.name!r} holds something that is no plain value: {name!r}")


def _is_plain(value: object) -> bool:
    match value:
        case None | str() | bool() | int():
            return True
        case float():
            return math.isfinite(value)
        case list():
            return all(_is_plain(each) for each in value)
        case dict():
            return all(isinstance(name, str) and _is_plain(each) for name, each in value.items())
    return False
