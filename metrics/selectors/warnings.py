"""What was odd about a recording, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

CHANNEL_NAMES = {
    "power_w": "power",
    "heart_rate_bpm": "heart rate",
    "speed_mps": "speed",
    "distance_m": "distance",
    "altitude_m": "altitude",
    "cadence_rpm": "cadence",
    "latitude_deg": "position",
    "longitude_deg": "position",
    "temperature_c": "temperature",
}

SENTENCES = {
    "sensor_spike": "Impossible {channel} values were left out.",
    "sensor_dropout": "The {channel} sensor fell silent for a while.",
    "sensor_stuck": "The {channel} sensor repeated one value for a while.",
    "cadence_lock": "The heart rate may have followed the cadence instead of the heart.",
    "gps_jump": "The position jumped.",
    "pause_shortened": "A pause of many hours is drawn shorter than it was.",
    "recording_cut": "The recording is longer than seven days; only the first seven are used.",
    "CRC_WRONG": "The file's checksum is wrong: something in it may be damaged.",
    "FILE_TRUNCATED": "The file ends early. Everything up to there was read.",
    "FILE_DAMAGED": "Part of the file is damaged. What came before it was kept.",
    "FILE_NOT_CLOSED": "The recorder never closed the file. Everything in it was read.",
    "TRAILING_BYTES": "Something at the end of the file was not understood and left out.",
    "FIELD_SIZE_WRONG": "A field of the file is malformed and was left out.",
    "DEVELOPER_FIELD_UNKNOWN": "An app's own field has no description and was left out.",
    "NO_SESSION": "The file has no summary of its own; everything was computed from its samples.",
    "NO_RECORDS": "The file holds a summary but no samples, so there are no charts.",
    "TIME_WENT_BACK": "The recording's clock went back; samples that did not advance were left out.",
    "TIME_JUMPED": "The clock was set while recording; the jump was closed.",
    "CLOCK_RELATIVE": "The device did not know the date at first; it follows from the time noted at the end.",
    "TIMER_EVENTS_INCOMPLETE": "The device noted its pauses incompletely; gaps count as pauses.",
    "TOTALS_SWAPPED": "Elapsed and moving time were exchanged in the file.",
    "DURATION_IMPLAUSIBLE": "This recording lasts more than a week. Was it ever stopped?",
    "VALUE_OUT_OF_RANGE": "Impossible {channel} values were taken as unknown.",
    "CHANNEL_ALL_ZERO": "There was no {channel} sensor: it recorded only zeros.",
    "HEART_RATE_INCOMPLETE": "The strap's stored heart rate is broken; it was used up to the fault.",
    "SEVERAL_ACTIVITIES": "The file holds several activities; each is shown as a part.",
}


@dataclass(frozen=True)
class WarningInWords:
    """One sentence about one kind of warning, and how often it was met."""

    code: str
    sentence: str
    count: int


def in_words(warnings: list[dict[str, Any]]) -> list[WarningInWords]:
    """One row per code and channel, in the order they were met."""
    counts = Counter((each["code"], each.get("channel")) for each in warnings)
    return [
        WarningInWords(code, _sentence(code, channel), count) for (code, channel), count in counts.items()
    ]


def _sentence(code: str, channel: str | None) -> str:
    known = SENTENCES.get(code, "Something in the file was odd ({code}).")
    return known.format(
        code=code.lower().replace("_", " "), channel=CHANNEL_NAMES.get(channel or "", "sensor")
    )
