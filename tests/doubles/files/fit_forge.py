"""FIT files of any shape a definition can have, from a seed: what the two decoders must agree on."""

from random import Random
from struct import pack

from fitdecode.profile import MESSAGE_TYPES
from fitdecode.types import BASE_TYPES
from fitdecode.utils import compute_crc

BYTE, STRING, UINT32 = 0x0D, 0x07, 0x86
DESCRIPTION, DEVELOPER, RECORD, EVENT = 206, 207, 20, 21
MESSAGES = (RECORD, RECORD, RECORD, EVENT, 0, 12, 18, 19, 23, 34, 101, 78, 7, 8, 9, 132, 55, 233)
COMPRESSIBLE = 4
DEVELOPER_FIELDS = (
    ("Power", "Watts"),
    ("power", ""),
    ("Heart Rate", "bpm"),
    ("Speed", "m/s"),
    ("Cadence", "RPM"),
    ("core_temperature", "C"),
    ("", ""),
)
STARTED = 1_000_000_000

type Field = tuple[int, int, int]
"""Number, size in bytes, base type."""


class Forge:
    """One file of one to three parts, each with its own definitions."""

    def __init__(self, seed: object) -> None:
        self._chance = Random(seed)
        self._body = bytearray()
        self._fields: dict[int, tuple[str, list[Field], list[Field]]] = {}
        self._described: dict[tuple[int, int], int] = {}
        self._clock = STARTED

    def content(self) -> bytes:
        return b"".join(self._part() for _ in range(self._chance.choice((1, 1, 1, 2, 3))))

    def _part(self) -> bytes:
        self._body = bytearray()
        self._fields, self._described = {}, {}
        self._define(0, 0)
        self._messages(0, 1)
        for _ in range(self._chance.randint(3, 25)):
            self._step()
        head = pack("<BBHI4s", 14, 0x20, 2132, len(self._body), b".FIT")
        whole = head + pack("<H", compute_crc(head)) + bytes(self._body)
        wrong = self._chance.random() < 0.05
        return whole + pack("<H", compute_crc(whole) ^ wrong)

    def _step(self) -> None:
        kind = self._chance.random()
        if kind < 0.3:
            self._define(self._chance.randrange(16), self._chance.choice(MESSAGES))
        elif kind < 0.38:
            self._describe()
        elif kind < 0.7:
            self._messages(self._any_local(), self._chance.choice((1, 2, 5, 70)))
        else:
            pair = self._any_local(), self._any_local()
            for _ in range(self._chance.randint(1, 8)):
                for local in pair:
                    self._messages(local, 1)

    def _any_local(self) -> int:
        return self._chance.choice(list(self._fields))

    def _define(self, local: int, message: int) -> None:
        chance = self._chance
        order = chance.choice("<<>")
        known = MESSAGE_TYPES[message].fields if message in MESSAGE_TYPES else {}
        numbers = chance.sample(sorted(known), min(len(known), chance.randint(0, 9)))
        fields = [self._field(number, known[number].base_type.identifier) for number in numbers]
        fields += [self._field(chance.randrange(200), UINT32) for _ in range(chance.randrange(2))]
        if chance.random() < 0.7 and message != 0:
            fields = [(253, 4, UINT32), *(field for field in fields if field[0] != 253)]
        extra = self._developer_fields()
        self._fields[local] = (order, fields, [(number, size, BYTE) for number, size, _ in extra])
        head = 0x40 | local | (0x20 if extra else 0)
        self._body += pack(order + "BBBHB", head, 0, order == ">", message, len(fields))
        self._body += b"".join(bytes(field) for field in fields)
        if extra:
            self._body += bytes([len(extra)]) + b"".join(bytes(field) for field in extra)

    def _developer_fields(self) -> list[Field]:
        """Number, size and developer; a few that nobody described."""
        chance, found = self._chance, []
        for index, number in chance.sample(list(self._described), chance.randint(0, len(self._described))):
            base = self._described[index, number]
            several = 2 if chance.random() < 0.05 else 1
            found.append((number, BASE_TYPES[base].size * several, index))
        if found and chance.random() < 0.05:
            found.append((chance.randrange(9), 2, chance.randrange(3)))
        return found

    def _field(self, number: int, base: int) -> Field:
        chance = self._chance
        if chance.random() < 0.04:
            base = chance.choice(list(BASE_TYPES))
        size = BASE_TYPES[base].size
        if base in (BYTE, STRING) or chance.random() < 0.06:
            size *= chance.randint(1, 12) if base in (BYTE, STRING) else chance.randint(2, 3)
        if chance.random() < 0.01:
            size += 1
        return number, size, base

    def _describe(self) -> None:
        index, number = self._chance.randrange(2), self._chance.randrange(4)
        name, units = self._chance.choice(DEVELOPER_FIELDS)
        base = self._chance.choice((0x02, 0x84, 0x86, 0x88, BYTE))
        words = name.encode().ljust(17, b"\x00") + units.encode().ljust(6, b"\x00")
        if not any(known == index for known, _ in self._described) or self._chance.random() < 0.2:
            self._body += pack("<BBBHB3B", 0x40, 0, 0, DEVELOPER, 1, 3, 1, 2) + bytes([0, index])
            self._described = {key: base for key, base in self._described.items() if key[0] != index}
        self._body += pack("<BBBHB", 0x40, 0, 0, DESCRIPTION, 5)
        self._body += bytes((0, 1, 2, 1, 1, 2, 2, 1, 2, 3, 17, STRING, 8, 6, STRING))
        self._body += bytes([0, index, number, base]) + words
        self._described[index, number] = base
        self._define(0, self._chance.choice(MESSAGES))

    def _messages(self, local: int, count: int) -> None:
        order, fields, extra = self._fields[local]
        has_time = any(number == 253 for number, _, _ in fields)
        for _ in range(count):
            head = local
            if local < COMPRESSIBLE and not has_time and self._chance.random() < 0.6:
                head = 0x80 | local << 5 | self._chance.randrange(32)
            self._body.append(head)
            for field in (*fields, *extra):
                self._body += self._value(order, *field)

    def _value(self, order: str, number: int, size: int, base: int) -> bytes:
        chance = self._chance
        if number == 253 and size == 4 and chance.random() < 0.97:
            self._clock += chance.choice((0, 1, 1, 1, 2, 40, -3))
            return pack(order + "I", self._clock)
        kind = chance.random()
        if kind < 0.15:
            return b"\xff" * size
        if kind < 0.25:
            return bytes(size)
        if kind < 0.6:
            small = chance.randrange(20)
            return small.to_bytes(size, "big" if order == ">" else "little")
        if kind < 0.65 and base in BASE_TYPES:
            return (b"\xff" * (size - 1) + b"\x7f")[:: 1 if order == "<" else -1]
        return chance.randbytes(size)
