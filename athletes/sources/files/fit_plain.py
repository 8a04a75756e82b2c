"""Messages that stay messages (sessions, laps, events, devices): one dictionary each.

There are few of them, and their fields depend on each other: every field is read for all messages at once,
what it means is decided message by message.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from athletes.sources.files.fit_content import Message
from athletes.sources.files.fit_profile import STAMP_FIELD, Irregular, message_fields
from athletes.sources.files.fit_table import Table, rendered, scaled

type Stored = dict[int, list[list[Any]]]
"""Number of a field to the stored values of each field with that number, in the order of the definition."""


def messages_of(table: Table, stamps: np.ndarray | None) -> list[Message]:
    """Return what fitdecode finds in each message, by name, without unknown values and fields.

    Of two fields with one name the first with a value counts. `stamps` are the times of compressed headers.
    """
    messages: list[Message] = [{"_part": table.part} for _ in range(table.count)]
    slots = [slot for slot in table.layout.slots if not slot.is_developer]
    columns = [(slot, table.raws(slot)) for slot in slots]
    stored: Stored = {}
    for slot, raws in columns:
        stored.setdefault(slot.number, []).append(raws)
    for slot, raws in columns:
        if slot.field is None:
            continue
        if slot.field.subfields or slot.field.components:
            _put_each(messages, slot.field, raws, stored, message_fields(table.layout.message))
        else:
            _put(messages, slot.field.name, rendered(raws, slot.field))
    if stamps is not None:
        _put(messages, STAMP_FIELD.name, stamps.tolist())
    return messages


def stored_messages(table: Table) -> list[Message]:
    """Return what the file itself holds, not scaled and nothing expanded; the last of a name counts."""
    messages: list[Message] = [{} for _ in range(table.count)]
    for slot in table.layout.slots:
        if slot.field is not None:
            for message, raw in zip(messages, table.raws(slot), strict=True):
                if raw is not None:
                    message[slot.field.name] = raw
    return messages


def _put(messages: list[Message], name: str, values: list[Any]) -> None:
    for message, value in zip(messages, values, strict=True):
        if value is not None:
            message.setdefault(name, value)


def _put_each(
    messages: list[Message], field: Any, raws: list[Any], stored: Stored, fields: dict[int, Any]
) -> None:
    for row, (message, raw) in enumerate(zip(messages, raws, strict=True)):
        if raw is None:
            continue
        chosen = _resolve(field, stored, row)
        for component in chosen.components or ():
            if component.accumulate:
                raise Irregular("a running sum in a message of words")
            target = _resolve(fields[component.def_num], stored, row)
            _put_component(message, component, target, raw)
        _put([message], chosen.name, rendered([raw], chosen))


def _put_component(message: Message, component: Any, target: Any, raw: Any) -> None:
    try:
        packed = component.render(raw)
    except ValueError:
        return  # the profile has more components than the field has bytes
    except TypeError as error:
        raise Irregular("components of several values") from error
    value = scaled(packed, component.scale, component.offset)
    names = target.type.enum or {}
    message.setdefault(target.name, names.get(value, value))


def _resolve(field: Any, stored: Stored, row: int) -> Any:
    """Return the first subfield whose reference to another field of the same message holds, else `field`."""
    for subfield in field.subfields or ():
        for reference in subfield.ref_fields:
            for raws in stored.get(reference.def_num, ()):
                if raws[row] == reference.raw_value:
                    return subfield
    return field
