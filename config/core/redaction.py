"""Log processors that keep secrets and health values out, and lines single and short."""

import json
import re
from collections.abc import Mapping
from typing import Any

from structlog.typing import EventDict, Processor

REDACTED = "[redacted]"
MAX_READ, MAX_TEXT, MAX_DEPTH, MAX_ITEMS = 20_000, 2_000, 6, 100
ESSENTIAL = ("event", "level", "logger", "timestamp", "request_id")

SECRETS = (
    r"passw(or)?d|secret|token|api_?key|private_key|authorization|cookie|session|csrf|credential|mfa|(^|_)otp(_|$)"
    r"|email|phone|birth|latitude|longitude"
)
HEALTH_VALUES = (
    r"heart_rate|hrv|resting_hr|bpm|sleep|stress|body_battery|respiration|weight|spo2|temperature|menstrual"
    r"|cycle_day|glucose|vo2max|steps|calories|mood|soreness"
)
_FORBIDDEN = re.compile(f"{SECRETS}|{HEALTH_VALUES}", re.IGNORECASE)
_HARMLESS = frozenset({"input_tokens", "output_tokens"})
# Every repetition is bounded, so that no text takes more than linear time.
_IN_TEXT = re.compile(
    r"""(?P<key>(?:passw(?:or)?d|secret|token|api[_-]?key|authorization|cookie|sessionid)[\w-]{0,40}["']?\s{0,5}[=:]\s{0,5})"""
    r"""(?:(?:Bearer|Basic)\s{1,5})?(?:"[^"]{0,4000}"|'[^']{0,4000}'|[^\s,;&"'}]{1,4000})""",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(Bearer|Basic)\s{1,5}[A-Za-z0-9._~+/=-]{6,4000}", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Whoever has the link of a mail can take the account over, or answer in somebody's name.
_MAILED_LINK = re.compile(r"(/(?:reset/key|confirm-email|coaching/invitations)/)[^/\s\"'?]{1,4000}")
# Whoever has the address of a feed can read the plan.
_FEED = re.compile(r"(/calendar/)[^/\s\"'?]{1,4000}(?=\.ics\b)")
_URL_LOGIN = re.compile(r"(\w{1,20}://)[^/\s:@]{0,200}:[^/\s@]{1,500}@")


def _clean_text(text: str) -> str:
    if len(text) > MAX_READ:
        # The end of a traceback names the error. It starts after a blank, lest it starts inside a secret.
        text = f"{text[: MAX_READ // 2]}… {text[-MAX_READ // 2 :].partition(' ')[2]}"
    text = _URL_LOGIN.sub(rf"\1{REDACTED}@", text)
    text = _MAILED_LINK.sub(rf"\1{REDACTED}", text)
    text = _FEED.sub(rf"\1{REDACTED}", text)
    text = _IN_TEXT.sub(rf"\g<key>{REDACTED}", text)
    text = _BEARER.sub(rf"\1 {REDACTED}", text)
    return _EMAIL.sub(REDACTED, text) if "@" in text else text


def is_forbidden(key: str) -> bool:
    """Whether a value under this name must not be logged."""
    return key not in _HARMLESS and _FORBIDDEN.search(key.replace("-", "_")) is not None


def _clean(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if depth >= MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {
            str(key): REDACTED if is_forbidden(str(key)) else _clean(item, depth + 1)
            for key, item in list(value.items())[:MAX_ITEMS]
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item, depth + 1) for item in list(value)[:MAX_ITEMS]]
    return value if value is None or isinstance(value, bool | int | float) else _clean_text(str(value))


def redact(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Replace what a forbidden key holds, at any depth, and secrets that stand inside text."""
    return {key: REDACTED if is_forbidden(key) else _clean(value) for key, value in event.items()}


def _one_line(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isprintable() else "".join(map(_visible, value))
    if isinstance(value, Mapping):
        return {_one_line(key): _one_line(item) for key, item in value.items()}
    return [_one_line(item) for item in value] if isinstance(value, list) else value


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character, f"\\u{ord(character):04x}")


def neutralise_newlines(*, keep: str = "") -> Processor:
    """A processor that makes line breaks and control characters visible, so that no value can forge a line.

    `keep` names one key that may span lines: the traceback on a developer's screen.
    """

    def neutralise(_logger: Any, _name: str, event: EventDict) -> EventDict:
        return {key: value if key == keep else _one_line(value) for key, value in event.items()}

    return neutralise


def bound_size(max_bytes: int) -> Processor:
    """A processor that shortens the longest values until the JSON line fits into `max_bytes`."""

    def shorten(_logger: Any, _name: str, event: EventDict) -> EventDict:
        for limit in (MAX_TEXT, 400, 100):
            if _size(event) <= max_bytes:
                return event
            event = {key: _short(value, limit) for key, value in event.items()}
        return _smallest_first(event, max_bytes)

    return shorten


def _smallest_first(event: Mapping[str, Any], max_bytes: int) -> EventDict:
    """The essential keys and as many others as fit."""
    sizes = {key: _size({key: event[key]}) for key in event}
    kept: EventDict = {}
    left = max_bytes - 2
    for key in sorted(event, key=lambda key: (key not in ESSENTIAL, sizes[key])):
        left -= sizes[key]
        if left < 0:
            break
        kept[key] = event[key]
    return kept


def _size(event: Mapping[str, Any]) -> int:
    return len(json.dumps(event, ensure_ascii=False, default=str).encode(errors="replace"))


def _short(value: Any, limit: int) -> Any:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if len(text) <= limit:
        return value
    # The end of a traceback names the error, so both ends stay.
    return f"{text[: limit // 2]}…{text[-limit // 2 :]}"
