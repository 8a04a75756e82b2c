"""What this app keeps of a person."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import numpy as np
import zstandard

from config.core.personal import Table
from metrics.science.codec import decode_channel, decode_table
from metrics.services.sync.answers import LARGEST_BYTES

UPLOADS, ORIGINALS = "uploads", "originals"
DECIMALS = 8
"""Finer than any channel is kept; a degree of latitude to a millimetre."""
OF_ATHLETE, OF_ACTIVITY = ("athlete",), ("activity__athlete",)


def _numbers(values: Any) -> list[float | None]:
    """Plain numbers to eight decimals, so that they print short, None where unknown."""
    plain = np.round(np.asarray(values, dtype=np.float64), DECIMALS).tolist()
    return [None if each != each else each for each in plain]


def _channel(data: bytes | memoryview) -> list[float | None]:
    return _numbers(decode_channel(data))


def _curve(data: bytes | memoryview) -> list[float | None]:
    return _numbers(np.frombuffer(bytes(data), dtype="<f4"))


def _loads(data: bytes | memoryview) -> dict[str, list[float | None]]:
    names = ("load", "fitness", "fatigue")
    return {name: _numbers(column) for name, column in zip(names, decode_table(data, 3), strict=True)}


def _answer(data: bytes | memoryview) -> Any:
    """As it came; as text where it is no JSON, None where it cannot be read."""
    unpack = partial(zstandard.ZstdDecompressor().decompress, max_output_size=LARGEST_BYTES)
    try:
        text = unpack(bytes(data)).decode(errors="replace")
    except zstandard.ZstdError:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


TABLES = (
    Table("metrics.Activity", athlete=OF_ATHLETE),
    Table("metrics.Origin", athlete=OF_ATHLETE, files=("file",)),
    Table("metrics.Stream", athlete=OF_ACTIVITY, read={"data": _channel}, as_csv=False),
    Table("metrics.Lap", athlete=OF_ACTIVITY),
    Table("metrics.Interval", athlete=OF_ACTIVITY),
    Table(
        "metrics.Curves",
        athlete=OF_ATHLETE,
        read=dict.fromkeys(("power_w", "speed_mps", "heart_rate_bpm"), _curve),
        as_csv=False,
    ),
    Table("metrics.Best", athlete=OF_ATHLETE),
    Table("metrics.LoadSeries", athlete=OF_ATHLETE, read={"data": _loads}, as_csv=False),
    Table("metrics.Day", athlete=OF_ATHLETE),
    Table("metrics.Estimate", athlete=OF_ATHLETE),
    Table("metrics.Annotation", athlete=OF_ATHLETE),
    Table("metrics.CheckIn", athlete=OF_ATHLETE),
    Table("metrics.ReadinessOverride", athlete=OF_ATHLETE),
    Table("metrics.CycleDay", athlete=OF_ATHLETE),
    Table("metrics.Race", athlete=OF_ATHLETE),
    Table("metrics.Signal", athlete=OF_ATHLETE),
    Table("metrics.SignalScan", athlete=OF_ATHLETE),
    Table("metrics.ThresholdProposal", athlete=OF_ATHLETE),
    Table("metrics.SyncRun", athlete=OF_ATHLETE),
    Table("metrics.RemoteActivity", athlete=OF_ATHLETE),
    Table("metrics.SyncedDay", athlete=OF_ATHLETE),
    Table("metrics.RawAnswer", athlete=OF_ATHLETE, read={"data": _answer}, as_csv=False),
    Table("metrics.ImportBatch", athlete=OF_ATHLETE),
    Table("metrics.ImportFile", athlete=("batch__athlete",), files=("file",)),
)
