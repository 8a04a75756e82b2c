"""The one sandboxed parser of this process."""

from __future__ import annotations

import atexit
from functools import cache

from athletes.sources.files import FileError, Sandbox
from athletes.sources.records import RecordedActivity
from config.core.errors import DataProcessingError


@cache
def _sandbox() -> Sandbox:
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox


def parse(content: bytes, file_name: str) -> RecordedActivity:
    """Read one activity file in the sandbox. Raises DataProcessingError with the reader's code."""
    try:
        return _sandbox().read(content, file_name)
    except FileError as error:
        raise DataProcessingError(error.message, code=error.code, retryable=error.retryable) from error
