"""The one exception that leaves this package, and the notes that stay with an activity that was saved."""

from __future__ import annotations

from typing import Final


class FileError(Exception):
    """A file that cannot become an activity.

    `code` is stable and machine readable; `message` says in plain words what is wrong and what to do next,
    and never holds a member name or another private value. Reading the same bytes again gives the same
    answer, so `retryable` is False but for a parser that died.
    """

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.retryable = retryable


FILE_EMPTY: Final = "FILE_EMPTY"
FILE_TRUNCATED: Final = "FILE_TRUNCATED"
FILE_CORRUPT: Final = "FILE_CORRUPT"
FILE_TYPE_UNKNOWN: Final = "FILE_TYPE_UNKNOWN"
FILE_NOT_ACTIVITY: Final = "FILE_NOT_ACTIVITY"
FILE_NO_SAMPLES: Final = "FILE_NO_SAMPLES"
FILE_TOO_LARGE: Final = "FILE_TOO_LARGE"
FILE_TOO_DEEP: Final = "FILE_TOO_DEEP"
FILE_XML_UNSAFE: Final = "FILE_XML_UNSAFE"
FILE_XML_INVALID: Final = "FILE_XML_INVALID"
FILE_DATE_IMPOSSIBLE: Final = "FILE_DATE_IMPOSSIBLE"
FILE_PARSER_CRASHED: Final = "FILE_PARSER_CRASHED"
FILE_PARSER_TIMEOUT: Final = "FILE_PARSER_TIMEOUT"
ARCHIVE_INVALID: Final = "ARCHIVE_INVALID"
ARCHIVE_TOO_LARGE: Final = "ARCHIVE_TOO_LARGE"
ARCHIVE_TOO_MANY_FILES: Final = "ARCHIVE_TOO_MANY_FILES"
ARCHIVE_UNSAFE_PATH: Final = "ARCHIVE_UNSAFE_PATH"
ARCHIVE_ENCRYPTED: Final = "ARCHIVE_ENCRYPTED"
