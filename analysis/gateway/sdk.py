"""The SDK takes seconds and many megabytes to import: only who asks a model pays for it."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def loaded() -> Any:
    """The module `analysis.gateway.client`."""
    return import_module("analysis.gateway.client")
