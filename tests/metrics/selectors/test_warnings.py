from __future__ import annotations

import pytest

from athletes.sources.files import notes
from metrics.selectors.warnings import SENTENCES, WarningInWords, in_words

FROM_FILES = sorted(value for name, value in vars(notes).items() if name.isupper())
FROM_SIGNALS = [
    "sensor_dropout", "cadence_lock", "sensor_spike", "sensor_stuck", "gps_jump",
    "recording_cut", "pause_shortened",
]  # fmt: skip


@pytest.mark.parametrize("code", [*FROM_FILES, *FROM_SIGNALS])
def test_every_warning_there_is_has_a_sentence(code):
    assert SENTENCES[code].endswith((".", "?"))


def test_equal_warnings_are_one_line_with_a_count():
    warnings = [
        {"code": "sensor_spike", "channel": "power_w"},
        {"code": "CRC_WRONG", "channel": None},
        {"code": "sensor_spike", "channel": "power_w"},
        {"code": "sensor_spike", "channel": "heart_rate_bpm"},
    ]

    assert in_words(warnings) == [
        WarningInWords("sensor_spike", "Impossible power values were left out.", 2),
        WarningInWords("CRC_WRONG", SENTENCES["CRC_WRONG"], 1),
        WarningInWords("sensor_spike", "Impossible heart rate values were left out.", 1),
    ]


def test_a_code_from_the_future_is_still_said():
    (found,) = in_words([{"code": "MOON_PHASE", "channel": "tide"}])

    assert found.sentence == "Something in the file was odd (moon phase)."


def test_nothing_odd_is_nothing_to_say():
    assert in_words([]) == []
