"""Prices as rows: what was published when this version was made is there after each migration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import connection

from analysis.models import Price

KNOWN = Path(__file__).resolve().parents[1] / "prices.json"


def add_known_prices(**_: Any) -> None:
    """Add the published prices that are not there yet; what an operator has changed stays as it is."""
    if Price._meta.db_table not in connection.introspection.table_names():
        return
    for row in json.loads(KNOWN.read_text()):
        key = {name: row.pop(name) for name in ("model", "valid_from", "up_to_prompt_tokens")}
        Price.objects.get_or_create(**key, defaults=row)
