"""FIT files as a head unit writes them, an hour in a few milliseconds: one packed table of records."""

from datetime import UTC, datetime, timedelta
from struct import pack

import numpy as np

from athletes.sources.files.fit_crc import crc16

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
ENUM, UINT8, SINT8, UINT16, UINT32, SINT32 = 0x00, 0x02, 0x01, 0x84, 0x86, 0x85
SIZES = {ENUM: 1, UINT8: 1, SINT8: 1, UINT16: 2, UINT32: 4, SINT32: 4}
FORMATS = {ENUM: "B", UINT8: "B", SINT8: "b", UINT16: "H", UINT32: "I", SINT32: "i"}
DEGREES = 2**31 / 180

FILE_ID, SESSION, LAP, RECORD, EVENT, ACTIVITY = 0, 18, 19, 20, 21, 34
LAP_S = 600

RECORD_FIELDS = [
    ("timestamp", 253, UINT32, "<u4"),
    ("latitude", 0, SINT32, "<i4"),
    ("longitude", 1, SINT32, "<i4"),
    ("heart_rate", 3, UINT8, "u1"),
    ("cadence", 4, UINT8, "u1"),
    ("distance", 5, UINT32, "<u4"),
    ("power", 7, UINT16, "<u2"),
    ("temperature", 13, SINT8, "i1"),
    ("speed", 73, UINT32, "<u4"),
    ("altitude", 78, UINT32, "<u4"),
]

type Field = tuple[int, int, int]
"""Number, base type, raw value."""


def ride(start: datetime, *, length_s: int = 3600, seed: int = 0) -> bytes:
    """A ride at 1 Hz with power, heart rate, cadence, GPS, altitude and laps of ten minutes."""
    begin, end = _stamp(start), _stamp(start) + length_s
    body = _message(FILE_ID, [(0, ENUM, 4), (1, UINT16, 1), (2, UINT16, 3121), (4, UINT32, begin)])
    body += _message(EVENT, [(253, UINT32, begin), (0, ENUM, 0), (1, ENUM, 0)])
    body += _records(begin, length_s, np.random.default_rng(seed))
    body += _message(EVENT, [(253, UINT32, end), (0, ENUM, 0), (1, ENUM, 4)])
    for lap in range(0, length_s, LAP_S):
        lap_s = min(LAP_S, length_s - lap)
        body += _message(LAP, [*_totals(begin + lap, lap_s), (25, ENUM, 2)])
    body += _message(SESSION, [*_totals(begin, length_s), (5, ENUM, 2), (6, ENUM, 7)])
    body += _message(
        ACTIVITY,
        [(253, UINT32, end), (0, UINT32, length_s * 1000), (1, UINT16, 1), (5, UINT32, end + 7200)],
    )
    return _wrapped(body)


def _stamp(moment: datetime) -> int:
    return int((moment - EPOCH) / timedelta(seconds=1))


def _totals(begin: int, length_s: int) -> list[Field]:
    times = [(253, UINT32, begin + length_s), (2, UINT32, begin)]
    return [*times, (7, UINT32, length_s * 1000), (8, UINT32, length_s * 1000)]


def _records(begin: int, length_s: int, chance: np.random.Generator) -> bytes:
    n = length_s + 1
    table = np.zeros(n, dtype=[("head", "u1"), *((name, code) for name, _, _, code in RECORD_FIELDS)])
    second = np.arange(n)
    effort = 190 + 70 * np.sin(second / 95) + np.cumsum(chance.normal(0, 0.4, n))
    power = np.clip(effort + chance.normal(0, 25, n), 0, 900)
    speed = np.clip(8 + (effort - 190) / 60 + chance.normal(0, 0.1, n), 0.5, 20)
    bearing = np.cumsum(chance.normal(0, 0.01, n))
    table["timestamp"] = begin + second
    table["latitude"] = (47 + np.cumsum(speed * np.cos(bearing)) / 111_195) * DEGREES
    table["longitude"] = (8 + np.cumsum(speed * np.sin(bearing)) / 75_800) * DEGREES
    table["heart_rate"] = np.clip(110 + (effort - 120) * 0.3 + chance.normal(0, 1, n), 80, 190)
    table["cadence"] = np.clip(chance.normal(88, 3, n), 60, 120)
    table["distance"] = np.cumsum(speed) * 100
    table["power"] = power
    table["temperature"] = 18
    table["speed"] = speed * 1000
    table["altitude"] = (450 + 60 * np.sin(second / 400) + 500) * 5
    return _definition(RECORD, [(number, base) for _, number, base, _ in RECORD_FIELDS]) + table.tobytes()


def _definition(message: int, fields: list[tuple[int, int]]) -> bytes:
    head = pack("<BBBHB", 0x40, 0, 0, message, len(fields))
    return head + b"".join(bytes((number, SIZES[base], base)) for number, base in fields)


def _message(message: int, fields: list[Field]) -> bytes:
    values = b"".join(pack("<" + FORMATS[base], value) for _, base, value in fields)
    return _definition(message, [(number, base) for number, base, _ in fields]) + b"\x00" + values


def _wrapped(body: bytes) -> bytes:
    head = pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    whole = head + pack("<H", crc16(head)) + body
    return whole + pack("<H", crc16(whole))
