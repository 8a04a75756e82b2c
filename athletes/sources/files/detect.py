"""What a file is, by its content and never by its name."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    EMPTY = "empty"
    FIT = "fit"
    TCX = "tcx"
    GPX = "gpx"
    XML = "xml"
    GZIP = "gzip"
    ZIP = "zip"
    UNKNOWN = "unknown"


HEAD_BYTES = 4096
_TCX_ROOTS = (b"trainingcenterdatabase",)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def detect(content: bytes) -> Kind:
    """Return the kind of `content`; looks at no more than its first 4 KB."""
    if not content:
        return Kind.EMPTY
    if content[8:12] == b".FIT":
        return Kind.FIT
    if content[:2] == b"\x1f\x8b":
        return Kind.GZIP
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return Kind.ZIP
    return _detect_text(content[:HEAD_BYTES])


def _detect_text(head: bytes) -> Kind:
    # A UTF-16 file spells every ASCII letter with a zero byte beside it.
    text = head.replace(b"\x00", b"").lower() if head[:2] in _UTF16_MARKS else head.lower()
    if b"<gpx" in text or b":gpx " in text:
        return Kind.GPX
    if any(root in text for root in _TCX_ROOTS):
        return Kind.TCX
    if b"<?xml" in text or text.lstrip().startswith(b"<"):
        return Kind.XML
    return Kind.UNKNOWN
