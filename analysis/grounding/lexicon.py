"""Words that say which way something went, and words that only look like it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

type Way = Literal["up", "down", "stable", "usual", "better", "worse", "good"]

_IS = r"(?:is|was|are|were|looks|stands) (?:very |too |rather |quite |really |still |unusually |so )?"

WORDS: Mapping[Way, str] = {
    "up": (
        r"over(?= (?:usual|your (?:usual|normal)|normal|what|average|baseline|that)\b)|"
        "risen|rose|rises?|rising|raised|increased?|increases|increasing|climb(?:ed|s|ing)?|grown|grew|"
        "grows?|"
        "growing|gain(?:ed|s|ing)?|higher|highest|above|more|up|longer|longest|greater|larger|bigger|"
        "heavier|"
        "elevated|exceed(?:ed|s|ing)?|upwards?|jumped|surged|soared|spiked|peaked|doubled|beyond|"
        r"picked up|went up|additional|extra|"
        rf"{_IS}high\b"
    ),
    "down": (
        "fallen|fell|falls?|falling|dropp(?:ed|ing)|drops?|decreased?|decreases|decreasing|declin(?:ed|es?|ing)|"
        ""
        "lower(?:ed|s|ing)?|lowest|below|less|least|fewer|fewest|down|shorter|shortest|smaller|"
        "smallest|lighter|"
        "eased|reduced|reduces|shrunk|shrank|sunk|sank|short of|slipped|dipp(?:ed|ing)|dips?|"
        "downwards?|"
        r"sagged|halved|depressed|suppressed|plunged|plummeted|lost|behind|went down|came down|"
        rf"{_IS}(?:low|short|small|little|light)\b"
    ),
    "stable": (
        "stable|stably|steady|steadily|unchanged|constant|constantly|flat|similar|the same|as before|held|"
        "holding|holds|no change|level(?= with)|plateaued|stagnated|in line with|"
        r"(?:hardly|barely|scarcely) (?:changed|moved)"
    ),
    "usual": (
        "as usual|usual range|normal range|where (?:it|they) usually (?:is|are)|"
        "what (?:it|they) usually (?:is|are)|"
        ""
        "typical for you|normal for you|as (?:it|they) should be|within your (?:usual|normal)"
    ),
    "better": "improved?|improves|improving|better|best|stronger|recovered|rebounded",
    "good": rf"{_IS}(?:good|healthy|excellent|great|ideal)(?! for\b)",
    "worse": rf"{_IS}(?:bad|poor|terrible|awful)\b|"
    r"worse|worst|worsen(?:ed|s|ing)?|weaker|deteriorat(?:ed|es|ing)|suffered|impaired",
}
_IDIOMS = (
    "more or less|no more than|not more than|up to|more than enough|over the|over your (?!usual|normal)|"
    "over (?:these|those|time)|"
    ""
    "the more|all the more|more about|more likely|less likely|no longer|any longer|any more|anymore|"
    "once more|"
    "more time|under strain|under way|back up|sum up|adds? up|made up|builds? up|built up|build-up|take up|"
    "taken up|set up|keep up|look up|show up|ease up|up and down|slow down|wind down|calm down|write down|"
    "break down|come down with|under the weather|level of|as level|at the level|the flat|flat course|"
    "flat route|"
    "above all|look over|start over|more (?:easily|clearly|even|evenly|steady|rest|sleep|careful|carefully)|"
    ""
    "warm-up|follow-up|catch up|under control|better safe|best guess|at least|at best|at worst|at most|"
    "lies behind|leave behind|behind (?:it|this|that)|steady (?:effort|ride|run|pace|swim|session)s?|"
    "similar to how|the same (?:way|time|day|thing|evening|morning|week)|get up|wake up|woke up|end up|"
    "rather than more|what is over|is over|flat out|sure-footed|recovered from|as far as|mix it up|"
    "longest (?:run|ride|swim|session)|long run|best (?:left|kept|done|taken)|had better|you had|to gain"
)
IDIOMS = re.compile(rf"\b(?:{_IDIOMS})\b")
NEGATIONS = re.compile(
    r"\b(?:not|never|neither|nor|without|no|cannot|left|outside|out of|away from)\b|n['’]t\b"
)
HARDLY = re.compile(r"\b(?:hardly|barely|scarcely)\b")
"""What has hardly risen is as it was; what is hardly better is denied."""

DOUBTS = re.compile(
    r"\b(?:may|might|can|could|would|often|sometimes|usually|tends?|most bodies|most people)\b"
)
ASSERTED = re.compile(
    r"\b(?:is|are|was|were|has|have|had|been|remains?|stays?|since|as)\b(?:\s+[\w{}]+){0,3}\s*$"
)
ARTICLE = re.compile(r"\b(?:an?|any|with|or)(?:\s+\w+){0,2}\s*$")
PAST = frozenset(
    {
        *(
            "risen",
            "rose",
            "raised",
            "fallen",
            "fell",
            "grown",
            "grew",
            "climbed",
            "dropped",
            "declined",
            "sank",
        ),
        *(
            "sunk",
            "shrank",
            "shrunk",
            "increased",
            "decreased",
            "improved",
            "worsened",
            "deteriorated",
            "jumped",
        ),
        *("slipped", "dipped", "surged", "soared", "plunged", "plummeted"),
    }
)
BOTH = re.compile(r"\b(?:both|all of (?:them|these)|each of (?:them|these))\b")
