"""A push service as RFC 8030 has it, and the browser behind it, which decrypts what arrives (RFC 8291)."""

from __future__ import annotations

import base64
import json
import os
import ssl
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid

from tests.doubles.web import Answer, Asked, WebDouble


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class PushDouble(WebDouble):
    """One subscribed browser. `shown` is what it would show; `gone` makes the service say that it expired."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tls)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        self.shown: list[dict[str, Any]] = []
        self.gone = 0
        self.otherwise = self._arrived

    @property
    def subscription(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON` gives."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {
            "endpoint": f"{self.url}/push/one",
            "expirationTime": None,
            "keys": {"p256dh": encoded(point), "auth": encoded(self.auth)},
        }

    def _arrived(self, asked: Asked) -> Answer:
        if self.gone:
            return Answer(self.gone)
        fault = self._fault(asked)
        if fault:
            return Answer(fault)
        plain = http_ece.decrypt(asked.body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        self.shown.append(json.loads(plain))
        return Answer(201, b"", {"Location": f"{self.url}/message/{len(self.shown)}"})

    def _fault(self, asked: Asked) -> int:
        """The status with which a real service would refuse, 0 for none."""
        if len(asked.body) > 4096:
            return 413
        if "ttl" not in asked.headers or asked.headers.get("content-encoding") != "aes128gcm":
            return 400
        return 0 if self._is_ours(asked.headers.get("authorization", "")) else 403

    def _is_ours(self, authorization: str) -> bool:
        if not authorization.startswith("vapid ") or not Vapid.verify(authorization):
            return False
        token = authorization.split("t=")[1].split(",")[0].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(token + "=="))
        return claims["aud"] == self.url and claims["sub"].startswith("mailto:")
