"""A small FIT encoder. It writes what it is told to, also what no device should."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import pack

from fitdecode.utils import compute_crc

from tests.doubles.files.fit_profile import FORMATS, INVALID, MESSAGES, STRING, Field

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)

type Value = float | int | str | datetime | Iterable[int] | None


def fit_seconds(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds())


@dataclass(frozen=True)
class DeveloperField:
    """A described developer field; hand values to `FitWriter.write` under it."""

    index: int
    number: int
    base: int


class FitWriter:
    """Collects messages; `content()` is the file. A definition is written whenever the fields change."""

    def __init__(self) -> None:
        self._body = bytearray()
        self._locals: dict[str, int] = {}
        self._defined: dict[str, tuple[object, ...]] = {}

    def write(
        self,
        name: str,
        /,
        developer: dict[DeveloperField, float] | None = None,
        time_offset: int | None = None,
        **values: Value,
    ) -> "FitWriter":
        """Write one data message; `time_offset` writes it with a compressed timestamp header."""
        number, profile = MESSAGES[name]
        encoded = [(profile[field], self._encode(profile[field], value)) for field, value in values.items()]
        extra = [
            (field, pack("<" + FORMATS[field.base], value)) for field, value in (developer or {}).items()
        ]
        local = self._locals.setdefault(name, len(self._locals))
        self._define(name, local, number, encoded, extra)
        head = local if time_offset is None else 0x80 | local << 5 | time_offset
        self._body += bytes([head]) + b"".join(raw for _, raw in encoded) + b"".join(raw for _, raw in extra)
        return self

    def raw(self, content: bytes) -> "FitWriter":
        """Put bytes between the messages as they are."""
        self._body += content
        return self

    def describe(
        self, index: int, number: int, base: int, name: str, units: str = "", native: int | None = None
    ) -> DeveloperField:
        """Announce a developer field and return it."""
        self.write("developer_data_id", application_id=range(16), developer_data_index=index)
        self.write(
            "field_description",
            developer_data_index=index,
            field_definition_number=number,
            fit_base_type_id=base,
            field_name=name,
            units=units,
            native_field_num=native,
        )
        return DeveloperField(index, number, base)

    def content(self, *, crc: int | None = None, data_size: int | None = None, has_crc: bool = True) -> bytes:
        """Return the file; a wrong checksum or size can be asked for."""
        size = len(self._body) if data_size is None else data_size
        head = pack("<BBHI4s", 14, 0x20, 2132, size, b".FIT")
        head += pack("<H", compute_crc(head))
        whole = head + bytes(self._body)
        return whole + pack("<H", compute_crc(whole) if crc is None else crc) if has_crc else whole

    def _define(
        self,
        name: str,
        local: int,
        number: int,
        fields: list[tuple[Field, bytes]],
        extra: list[tuple[DeveloperField, bytes]],
    ) -> None:
        layout = (
            tuple((field.number, len(raw), field.base) for field, raw in fields),
            tuple((field.number, len(raw), field.index) for field, raw in extra),
        )
        if self._defined.get(name) == layout:
            return
        self._defined[name] = layout
        head = 0x40 | local | (0x20 if extra else 0)
        self._body += pack("<BBBHB", head, 0, 0, number, len(fields))
        self._body += b"".join(bytes(field) for field in layout[0])
        if extra:
            self._body += bytes([len(extra)]) + b"".join(bytes(field) for field in layout[1])

    @staticmethod
    def _encode(field: Field, value: Value) -> bytes:
        if field.base == STRING:
            return str(value or "").encode() + b"\x00"
        if isinstance(value, str):
            value = (field.names or {})[value]
        if isinstance(value, datetime):
            value = fit_seconds(value)
        if value is None:
            return pack("<" + FORMATS[field.base], INVALID[field.base])
        if isinstance(value, Iterable):
            return b"".join(pack("<" + FORMATS[field.base], int(one)) for one in value)
        raw = (value + field.offset) * field.scale
        return pack("<" + FORMATS[field.base], raw if FORMATS[field.base] == "f" else round(raw))


def at(start: datetime, seconds: float) -> datetime:
    return start + timedelta(seconds=seconds)
