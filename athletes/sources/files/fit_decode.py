"""The one door to what a FIT file holds: columns at once where the file is regular, else fitdecode."""

from __future__ import annotations

from athletes.sources.files.fit_columns import decode_columns
from athletes.sources.files.fit_content import FitContent
from athletes.sources.files.fit_profile import Irregular
from athletes.sources.files.fit_reference import decode_messages


def decode(content: bytes) -> FitContent:
    """Decode everything up to the first fault; raises FileError only for too many messages."""
    try:
        return decode_columns(content)
    except Irregular:
        return decode_messages(content)
