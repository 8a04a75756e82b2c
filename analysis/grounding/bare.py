"""What a sentence of the chat may say without a value: advice, doubt, what is general, and what is not known.

A sentence about this athlete that cites nothing could be made up in any words, so that no list of words could
keep it out: it is let through only in the forms below.
"""

from __future__ import annotations

import re

BESIDE = re.compile(
    r"\b(?:if|when|whenever|whether|unless|until|once|while|as long as|as soon as|so that|before|after|"
    r"how|what|which|where|why)\b[^,.;:?–—]*"
)
"""Clauses that say when or what about, and assert nothing."""
ABOUT = re.compile(
    r"\b(?:you(?:rs?|'re|'ve|'d|'ll)?|i(?:'m|'ve)?|we|he|she|they|tomorrow|today|tonight|yesterday|"
    r"garmin|strava|"
    r"polar|oura|whoop|apple|watch|ring|coach|doctor|physician|physio\w*|trainer|friend|plan|race|goal|"
    r"this (?:morning|evening|week|month|year)|last (?:night|week|month|year|time)|these days|lately|"
    r"recently|"
    r"fitness|fatigue|form|load|hrv|sleep|pulse|heart|pace|power|weight|trend)\b"
)
OPEN = re.compile(
    r"\b(?:may|might|can|could|would|should|ought|shall|cannot|worth|better to|need(?:s|ed)? to|want to|"
    r"please|"
    r"perhaps|maybe|often|usually|tends?|most (?:people|athletes|bodies)|nobody|unknown|unclear|let us|"
    r"let's)\b|"
    r"\b(?:do|does|did|is|are|was|were|has|have|had)(?: not|n't) (?:\w+ )?(?:know|known|see|seen|say|"
    r"said|tell|enough|"
    r"recorded|measured|there|cover|hold|possible|clear|sure|certain)\b|"
    r"\b(?:there (?:is|are|was|were)|i (?:have|see|found|find)) (?:no|not|nothing|too (?:few|little))\b|"
    r"\b(?:no|not enough|too (?:few|little)) (?:data|values?|days?|nights?|recordings?|measurements?|"
    r"history)\b"
)
"""What is possible, advised, or not known."""
BIDS = re.compile(
    r"^(?:add|adjust|aim|allow|ask|avoid|begin|book|break|breathe|bring|build|call|cap|check|"
    r"choose|combine|compare|consider|continue|cool|cut|delay|do|drink|ease|eat|end|enjoy|"
    r"enter|expect|feel|fill|find|finish|focus|follow|get|give|go|have|hold|increase|insert|"
    r"join|judge|keep|leave|let|limit|listen|log|look|lower|make|mark|measure|mind|mix|"
    r"move|note|notice|open|pace|pause|pick|plan|postpone|prefer|prepare|prioritise|protect|"
    r"pull|push|put|raise|read|record|recover|reduce|relax|remember|repeat|replace|rest|"
    r"resume|return|ride|run|save|schedule|see|sell|set|share|shift|shorten|skip|sleep|slow|"
    r"speak|spend|split|spread|start|stay|step|stick|stop|stretch|swap|swim|switch|take|"
    r"talk|tell|test|think|track|train|treat|try|turn|undo|use|vary|wait|wake|walk|warm|"
    r"watch|wear|work|write)\b"
)
PARTS = re.compile(r"[,;:–—]|\b(?:and|but|so|or|yet)\b")
LEADS = re.compile(
    r"^(?:then|also|still|instead|otherwise|first|next|for now|just|simply|please|always|never|"
    r"do not|don't|try to|feel free to|today|tomorrow|tonight|this week|in the meantime|meanwhile)(?: |$)"
)
ASSERTS = re.compile(
    r"\b(?:you|your(?: [\w-]+){1,3}?|it|they|he|she|i|we|garmin|coach|doctor)(?:'re|'ve|'s|"
    r" (?:is|are|was|were|am|has|have|had|did|does|said|says|told|won|lost|feels?|felt|looks?|seems?|"
    r"shows?|showed|went|got|gets))\b|^\w+ (?:is|are|was|were|has|had|went|fell|rose)\b"
)
DEFINES = re.compile(
    r"^(?:form|fitness|fatigue|load|ramp|hrv|decoupling|monotony|strain) (?:is|means|measures|compares|"
    r"stands for) "
    r"(?:the|an?|how|what|fitness|fatigue|load)\b"
)
"""What a term means is the same for everybody."""
TAKES_AS_GIVEN = re.compile(r"^(?:when|whenever|until|once|while|as long as|as soon as|before|after|why)\b")
"""What such a clause tells of the past is told as a fact, whatever the sentence around it advises."""
PRESUMES = re.compile(
    r"\b(?:your(?: [\w-]+){1,3}?|you|they|(?:it|this|that)(?! (?:went|was)\b))(?:'ve|'d| has| have| had)? "
    r"(?:fell|fallen|rose|risen|went|broke|broken|sank|sunk|shot|burnt|got|was|were|"
    r"(?!(?:planned|scheduled|needed|proposed|suggested|intended|recommended|finished|started|stopped|"
    r"rested|trained|recovered|warmed|cooled|completed|logged|recorded|marked|entered|used|asked)\b)"
    r"\w{2,}ed)\b"
)
OF_YOU = re.compile(r"\byou")


SHORT = frozenset(
    ("yes", "no", "noted", "understood", "good question", "not yet", "thank you", "thanks", "of course")
)
"""What two words may say that are no advice; whatever else is as short is somebody else's word."""


def is_bare(template: str) -> bool:
    """Whether a sentence without slots asserts something about the athlete, whom it may only advise.

    Each of its parts is judged alone: what is advised in one does not hold what is said in another.
    """
    text = template.replace("’", "'").casefold().strip()
    if text.endswith("?"):
        return False
    if len(text.split()) < 3 and text.strip(" .,") not in SHORT and not _bids(text):
        return True
    if DEFINES.search(text) and not OF_YOU.search(text):
        return False
    if any(TAKES_AS_GIVEN.match(beside) and PRESUMES.search(beside) for beside in BESIDE.findall(text)):
        return True
    main = BESIDE.sub(" ", text)
    is_only_beside = not re.search(r"\w", main)
    return any(map(_is_bare, [text] if is_only_beside else PARTS.split(main)))


def _bids(text: str) -> bool:
    told = [left for part in PARTS.split(text) if (left := _after_leads(part))]
    return bool(told) and all(map(BIDS.match, told))


def _after_leads(part: str) -> str:
    left = part.strip(" .…")
    while lead := LEADS.match(left):
        left = left[lead.end() :]
    return left


def _is_bare(part: str) -> bool:
    left = _after_leads(part)
    if not left or not ABOUT.search(part) or OPEN.search(part):
        return False
    return not BIDS.match(left) or any(each.search(left) for each in (ASSERTS, PRESUMES))
