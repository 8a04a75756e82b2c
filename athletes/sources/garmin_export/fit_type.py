"""What a FIT file says it is, from its first bytes: an export holds ten files of monitoring per activity."""

from __future__ import annotations

from typing import Final

ACTIVITY: Final = 4
_FILE_ID, _TYPE = 0, 0
_DEFINITION, _COMPRESSED, _DEVELOPER = 0x40, 0x80, 0x20
_NO_TYPE: Final = 0xFF


def fit_type(head: bytes) -> int | None:
    """The `type` of the first file_id message; None when the head does not say, as in damaged files."""
    try:
        return _first_message(head)
    except IndexError:
        return None


def _first_message(head: bytes) -> int | None:
    at = head[0]
    if head[8:12] != b".FIT" or not head[at] & _DEFINITION or head[at] & _COMPRESSED:
        return None
    order = "big" if head[at + 2] else "little"
    is_developer = head[at] & _DEVELOPER
    number = int.from_bytes(head[at + 3 : at + 5], order)  # type: ignore[arg-type]
    count = head[at + 5]
    fields = [(head[at + 6 + 3 * index], head[at + 7 + 3 * index]) for index in range(count)]
    if number != _FILE_ID or is_developer:
        return None
    at += 6 + 3 * count
    if head[at] & (_DEFINITION | _COMPRESSED):
        return None
    at += 1
    for field, size in fields:
        if field == _TYPE:
            return None if head[at] == _NO_TYPE else head[at]
        at += size
    return None
