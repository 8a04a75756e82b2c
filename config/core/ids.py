"""Identifiers that sort by time, made outside the database."""

import uuid

import uuid_utils.compat


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): later ones sort after earlier ones."""
    return uuid_utils.compat.uuid7()
