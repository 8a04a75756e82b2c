"""How much one file may hold. Measured, so that the largest allowed file fits the sandbox's limits."""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 50 * 1024 * 1024
MAX_FIT_MESSAGES: Final = 500_000
"""Five days at 1 Hz, or a day with every heart beat."""
MAX_FIT_PARTS: Final = 1_000
"""Chained files in one; decoding costs a pass for each."""
MAX_SESSIONS: Final = 100
"""Sessions of one file; each becomes a leg with numbers of its own."""
MAX_POINTS: Final = 500_000
"""Track points of one XML file."""
MAX_XML_ELEMENTS: Final = 2_000_000
MAX_XML_DEPTH: Final = 64
MAX_XML_TEXT: Final = 64 * 1024
"""Characters of one text node; a longer one is cut."""
MAX_SPAN_S: Final = 60 * 86_400
"""Longest time between the first and the last sample of one activity."""
LONG_S: Final = 7 * 86_400
GAP_S: Final = 10.0
"""A longer gap between two samples is a pause where no timer event says otherwise."""
