"""What the README inside an export says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from config.core.personal import Table

HEAD = """Your data in Formline
=====================

Made on {day}. This is everything that this installation keeps about you.

json/    one file a table: an array of objects, one a row, UTF-8
csv/     the same for spreadsheets: comma, UTF-8; texts that look like formulas begin with an apostrophe.
         Tables of long columns of numbers (recordings) are in json/ alone.
files/   the files your activities came in, byte for byte. A file's name is the SHA-256 of what it holds;
         json/metrics.Origin.json says which activity it belongs to ("file", "activity_id").
manifest.json   how many rows each table has

Units are in the names: _m metres, _s seconds, _w watts, _bpm beats a minute, _mps metres a second, _deg
degrees, _ms milliseconds. Instants have an offset. A missing value is null, never 0. Columns ending in _id
lead to the "id" of another table.
"""


def readme(tables: Sequence[Table], counts: Mapping[str, int], originals: int) -> str:
    """The text, with every table, its rows, and what is not in here and why."""
    lines = [HEAD.format(day=timezone.now().date().isoformat()), "Tables", "------"]
    lines += [f"{label:34} {count:>9} rows" for label, count in counts.items() if count]
    lines += [f"{'original files':34} {originals:>9}", "", "Not in here", "-----------"]
    for table in tables:
        if table.why_not_exported:
            lines.append(f"{table.label}: {table.why_not_exported}")
        lines += [f"{table.label}, {name}: {why}" for name, why in table.left_out.items()]
    return "\n".join(lines) + "\n"
