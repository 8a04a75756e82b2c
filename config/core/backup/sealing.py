"""A stream that only the holder of BACKUP_KEY can read, and of which no part can be changed or cut off.

Chunks of 1 MiB, each sealed by AES-256-GCM with its number and whether it is the last one as nonce (STREAM,
Hoang and others 2015), under a key of its own for each file, derived by HKDF-SHA256.
"""

from __future__ import annotations

import base64
import binascii
import io
import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from config.core.backup.errors import BackupError

MAGIC = b"formline backup 1\n"
CHUNK, TAG, SALT, KEY = 1 << 20, 16, 16, 32
HOW_TO_MAKE = (
    'python -c "import secrets, base64; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'
)


class Sealed(io.RawIOBase):
    """Write to it; nothing of what was written is whole before `close`."""

    def __init__(self, target: IO[bytes]) -> None:
        salt = os.urandom(SALT)
        self._target, self._cipher = target, _cipher(salt)
        self._left, self._number = bytearray(), 0
        target.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(memoryview(data))  # type: ignore[arg-type]
        self._left += piece
        # The last chunk may be full and is not known to be the last, so that one always stays behind.
        while len(self._left) > CHUNK:
            self._put(bytes(self._left[:CHUNK]), is_last=False)
            del self._left[:CHUNK]
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._left), is_last=True)
        super().close()

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, MAGIC))
        self._number += 1


class Opened(io.RawIOBase):
    """Read from it. Raises BackupError as soon as something is not as it was written."""

    def __init__(self, source: IO[bytes]) -> None:
        begin = source.read(len(MAGIC) + SALT)
        if not begin.startswith(MAGIC) or len(begin) < len(MAGIC) + SALT:
            raise BackupError("This file is no backup of Formline.")
        self._source, self._cipher = source, _cipher(begin[len(MAGIC) :])
        self._chunk, self._number, self._is_over = b"", 0, False
        self._next = source.read(CHUNK + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._chunk and not self._is_over:
            self._open_next()
        piece = self._chunk[: len(view)]
        view[: len(piece)] = piece
        self._chunk = self._chunk[len(piece) :]
        return len(piece)

    def _open_next(self) -> None:
        sealed, self._next = self._next, self._source.read(CHUNK + TAG)
        self._is_over = not self._next
        try:
            self._chunk = self._cipher.decrypt(_nonce(self._number, is_last=self._is_over), sealed, MAGIC)
        except InvalidTag as error:
            if self._number:
                raise BackupError from error
            raise BackupError(
                "BACKUP_KEY is not the key of this backup, or the file is damaged.", code="BACKUP_KEY_WRONG"
            ) from error
        self._number += 1


def _cipher(salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY, salt, MAGIC).derive(_key()))


def _key() -> bytes:
    try:
        key = base64.urlsafe_b64decode(settings.BACKUP_KEY)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY:
        message = f"Set BACKUP_KEY to 32 random bytes in URL-safe base64, and keep it apart: {HOW_TO_MAKE}"
        raise BackupError(message, code="BACKUP_KEY_MISSING")
    return key


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])
