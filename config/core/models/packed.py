from __future__ import annotations

import json
from typing import Any

import zstandard
from django.core.exceptions import ValidationError
from django.db import models


class PackedJSONField(models.BinaryField):
    """What JSON can hold, compressed: for large values that are read whole and never searched.

    A tenth of the bytes of a `JSONField` where a value repeats itself.
    """

    description = "Compressed JSON"
    # What django-stubs reads as the types of the attribute.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return zstandard.compress(text.encode())

    def from_db_value(self, value: bytes | memoryview | None, *_: object) -> Any:
        return None if value is None else self.to_python(bytes(value))

    def to_python(self, value: Any) -> Any:
        """From its bytes; anything else is the value already. Raises ValidationError for broken bytes."""
        if not isinstance(value, bytes | memoryview):
            return value
        try:
            return json.loads(zstandard.decompress(bytes(value)))
        except (zstandard.ZstdError, ValueError) as error:
            raise ValidationError("This is no compressed JSON.") from error

    def value_to_string(self, obj: models.Model) -> Any:
        """For fixtures, as `JSONField` does: the value, not its bytes."""
        return self.value_from_object(obj)
