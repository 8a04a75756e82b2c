"""The reference: any FIT file by fitdecode, message by message, whatever is wrong with the bytes.

fitdecode runs without its processors and its own checksum: values stay plain numbers, which is what we want,
and decoding takes 60 % of the time. Its warnings are off because `warnings` is neither thread-safe nor kept
with the activity; what they would say is noted here.
"""

from __future__ import annotations

from typing import Any

import fitdecode
from fitdecode.exceptions import FitEOFError, FitHeaderError
from fitdecode.types import BASE_TYPE_BYTE

from athletes.sources.files import notes
from athletes.sources.files.fit_content import HEART_RATE, NAMES, RECORD, FitContent, Message
from athletes.sources.files.fit_records import RecordTable
from athletes.sources.files.fit_scan import scan


def decode_messages(content: bytes) -> FitContent:
    """Decode everything up to the first fault; raises FileError only for too many messages."""
    scanned = scan(content)
    found = FitContent(notes=list(scanned.notes))
    table = RecordTable()
    try:
        _collect(scanned.content, table, found)
    except MemoryError:
        raise
    except Exception as error:  # fitdecode leaks struct, type, value and assertion errors on damaged input
        _note_fault(found, error)
    found.columns = table.columns()
    found.parts = table.parts()
    found.records = table.count
    return found


def _collect(content: bytes, table: RecordTable, found: FitContent) -> None:
    reader = fitdecode.FitReader(
        content,
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    part = -1
    for frame in reader:
        kind = frame.frame_type
        if kind == fitdecode.FIT_FRAME_DATA:
            number = frame.def_mesg.global_mesg_num
            if number == RECORD:
                table.add(frame)
            elif number in NAMES:
                found.messages[NAMES[number]].append(_message(frame, part))
            elif number == HEART_RATE:
                found.heart_rates.append(_raw_message(frame))
        elif kind == fitdecode.FIT_FRAME_DEFINITION:
            _note_definition(found, frame)
        elif kind == fitdecode.FIT_FRAME_HEADER:
            part += 1
            table.start_part()


def _message(frame: Any, part: int) -> Message:
    message: Message = {"_part": part}
    for data in frame.fields:
        is_developer = data.field_def is not None and data.field_def.is_dev
        if data.field is None or is_developer or data.value is None:
            continue
        message.setdefault(data.field.name, data.value)
    return message


def _raw_message(frame: Any) -> Message:
    """Only what the file itself holds: fitdecode's expansion of stored heart rate ignores the anchor."""
    return {
        data.field.name: data.raw_value
        for data in frame.fields
        if data.field is not None and data.field_def is not None and data.raw_value is not None
    }


def _note_definition(found: FitContent, frame: Any) -> None:
    for definition in frame.field_defs:
        profile = definition.field
        if profile is not None and definition.base_type is BASE_TYPE_BYTE:
            size = profile.base_type.size
            if profile.base_type is not BASE_TYPE_BYTE and definition.size % size:
                found.note(notes.FIELD_SIZE_WRONG)
    if any(definition.field.name is None for definition in frame.dev_field_defs):
        found.note(notes.DEVELOPER_FIELD_UNKNOWN)


def _note_fault(found: FitContent, error: Exception) -> None:
    found.fault = error
    if notes.FILE_NOT_CLOSED in found.notes:
        return
    if isinstance(error, FitEOFError):
        found.note(notes.FILE_TRUNCATED)
    elif isinstance(error, FitHeaderError):
        found.note(notes.TRAILING_BYTES)
    else:
        found.note(notes.FILE_DAMAGED)
