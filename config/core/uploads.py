"""How much may be sent at once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class SizeLimit(FileUploadHandler):
    """Refuses a request with files of more than MAX_UPLOAD_BYTES before any of them is read."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:  # noqa: ARG002
        if content_length > settings.MAX_UPLOAD_BYTES:
            raise RequestDataTooBig("Request body exceeded settings.MAX_UPLOAD_BYTES.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""
