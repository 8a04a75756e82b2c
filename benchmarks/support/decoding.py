"""How fast FIT files are decoded: by columns, and by fitdecode on the same files in the same run."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time

import fitdecode

from athletes.sources.files.fit_columns import decode_columns
from athletes.sources.files.fit_table import Table
from athletes.sources.files.fit_walk import walk


@dataclass(frozen=True)
class Rates:
    """Records per second: all that an activity needs, every field of every message, fitdecode's reader."""

    columns: float
    every_field: float
    fitdecode: float

    @property
    def times_faster(self) -> float:
        return self.columns / self.fitdecode


def decoding_rates(contents: Sequence[bytes]) -> Rates:
    """Time the decoders file by file in turn; raises Irregular for a file that columns cannot hold.

    It is processor time: a millisecond by the clock says little on a machine that does other things too. All
    three check the checksums.
    """
    records = sum(decode_columns(content).records for content in contents)
    taken = [0.0, 0.0, 0.0]
    for content in contents:
        for place, decode in enumerate((decode_columns, _every_field, _iterate)):
            started = process_time()
            decode(content)
            taken[place] += process_time() - started
    columns, every_field, reference = (records / second for second in taken)
    return Rates(columns, every_field, reference)


def _every_field(content: bytes) -> None:
    for table in walk(content).tables:
        _read(table)


def _read(table: Table) -> None:
    for slot in table.layout.slots:
        if slot.is_single:
            table.numbers(slot)
        else:
            table.raws(slot)


def _iterate(content: bytes) -> None:
    with fitdecode.FitReader(content) as reader:
        for _ in reader:
            pass
