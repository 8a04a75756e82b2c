"""Looks at what a person wrote, before any model does. Rather one alert too many than one too few."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from analysis.safety.texts import Alert, Code

INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SPACES = re.compile(r"[\s_*~]+")

ALIKE = str.maketrans("асеіорхуѕһνο", "aceiopxyshvo")
"""Cyrillic and Greek letters that look like Latin ones."""

SEPARATORS = re.compile(r"[\s.\-|/]+")
SPELT = re.compile(r"\b[a-z0-9](?:([\s.\-|/])[a-z0-9])(?:\1[a-z0-9])*\b")
MIXED = re.compile(r"\b(?=\w*[a-z]\w*[0134579$@]\w*[a-z])[\w$@]{4,}")
DIGITS = str.maketrans("0134579$@", "oieastgsa")
"""c-h-e-s-t and ch3st are the chest."""

_BODY = r"(?:chest|breastbone|sternum|left arm|jaw)"
_HURT = (
    r"(?:pain|pains|painful|hurt|hurts|hurting|ache|aches|aching|pressure|tight|tightness|stabbing|burning)"
)

_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"

PATTERNS: Mapping[Code, tuple[str, ...]] = {
    "chest_pain": (
        rf"\b{_BODY}\b(?:\W+\w+){{0,4}}?\W+{_HURT}\b",
        rf"\b{_HURT}\b(?:\W+\w+){{0,4}}?\W+{_BODY}\b",
        r"\b(?:crushing|squeezing|heavy|heaviness|elephant)\b(?:\W+\w+){0,4}?\W+chest\b",
        r"\b(?:left\W+)?arm\b(?:\W+\w+){0,2}?\W+(?:numb|tingl\w*)\b|\bheart\W+attack\b|\bhav(?:e|ing)\W+a\W+stroke\b",
        r"\bpalpitations?\b|\bchestpains?\b",
        r"\bheart\b(?:\W+\w+){0,3}?\W+(?:skip\w*|flutter\w*|flip\w*|pound\w*|irregular\w*|rac(?:es|ed|ing)|stopp\w*)\b",
        r"\b(?:irregular|skipped|skipping|racing|fluttering)\W+(?:heart\w*|beats?|pulse)\b",
        r"\barrhythmia\w*|\ba-?fib\b|\batrial\W+fib\w*",
        r"\b(?:short(?:ness)?\W+of\W+breath|breathless\w*|can'?t\W+breathe|cannot\W+breathe|out\W+of\W+breath)\b"
        r"(?:\W+\w+){0,4}?\W+(?:rest|resting|sitting|lying|bed|stairs|nothing|morning)\b",
        r"\b(?:can'?t|cannot|can\W+not|could\W?n[o']?t|hard\W+to)\W+(?:get\W+air|breathe|catch\W+my\W+breath)\b",
        r"\b(?:hard|heavy|difficult\w*)\W+breathing\W+(?:\w+\W+){0,3}?(?:rest|lie|lying|sit|sitting|bed)\b",
        r"\bbrustschmerz\w*|\bherzrasen\b|\bherzstolpern\b|\batemnot\b",
        r"\bdouleurs?\W+(?:\w+\W+){0,3}(?:poitrine|thoracique)\b|\bdolor\W+(?:\w+\W+){0,2}pecho\b",
    ),
    "syncope": (
        r"\bfaint(?:ed|ing|s)?\b(?!\W+(?:line|signal|idea|hope|smell|memory))",
        r"\b(?:pass(?:ed|ing)?|black(?:ed|ing)?)\W+out\b|\blight\W?headed\b|\bdizz(?:y|iness)\b",
        r"\b(?:lost|losing|lose)\W+conscious\w*\b|\bunconscious\b|\bcollapsed\b|\bsyncope\b",
        r"\bohnm[aä]cht\w*|\bohnmaechtig\w*|\bs[' ]?est\W+[eé]vanoui\w*|\bme\W+desmay\w+",
    ),
    "mental_health": (
        r"\b(?:kill|hurt|harm|cut|cutting)\W+(?:my\s?self)\b",
        r"\bsuicid\w*|\bself[\W]?harm\w*|\bend\W+(?:it\W+all|my\W+life)\b|\b(?:don'?t|not)\W+want\W+to\W+(?:live|be\W+here)\b",
        r"\b(?:want|wish)\W+(?:to\W+die|i\W+(?:was|were)\W+dead)\b|\bno\W+(?:reason|point)\W+(?:to|in)\W+liv\w+",
        r"\bwant\W+to\W+disappear\b|\blife\W+is\W+(?:pointless|meaningless|not\W+worth)|\bnot\W+worth\W+living\b",
        r"\bcan'?t\W+go\W+on(?:\W+(?:any\W?more|like\W+this))?\W*$|\b(?:don'?t|not)\W+want\W+to\W+be\W+alive\b",
        r"\bbetter\W+off\W+(?:dead|without\W+me)\b|\bending\W+(?:things|it\b|my\W+life)",
        r"\bselbstmord\w*|\bsuizid\w*|\bumbringen\b|\bsuicidio\b|\bme\W+suicider\b",
    ),
    "red_s": (
        r"\bred[\W]?s\b(?=\W|$)",
        r"\banorexi\w*|\bbulimi\w*|\beating\W+disorder\w*|\bpurg(?:e|ed|ing)\b|\blaxatives?\b|\bbinge\w*",
        r"\b(?:make|made|making)\W+myself\W+(?:sick|vomit|throw\W+up)\b",
        r"\b(?:lost|missed|missing|no|without|skipped)\W+(?:my\W+|a\W+)?(?:periods?|menstruation)\b|\bamenorrh\w*",
        r"\bperiods?\b(?:\W+\w+){0,3}?\W+(?:stopped|gone|missing|late|absent)\b",
        r"\b(?:lose|losing|drop|shed|cut)\W+(?:\w+\W+){0,4}?(?:weight|kilos?|kg|kilograms?|pounds?|lbs?)\b",
        r"\bweight\W?loss\b|\bcalorie\W+deficit\b|\bstarv\w+|\b(?:stopped|not|barely)\W+eating\b|\bfast(?:ed|ing)?\W+(?:for|before)\W+\w+\W+days?\b",
        r"\b(?:throw(?:ing)?|threw)\W+up\W+after\b|\bpuk(?:e|ing)\b|\b(?:skip\w*|miss\w*)\W+(?:meals|breakfast|lunch|dinner)\b",
        r"\b(?:haven'?t|have\W+not|didn'?t|did\W+not)\W+(?:had|got|get|have)\W+(?:my|a)\W+periods?\b",
        r"\b(?:terrified|afraid|scared|fear)\W+of\W+(?:gaining|putting\W+on)\b|\bto\W+be\W+(?:lean|thin|skinny|lighter)\b",
        r"\b(?:\d{3}|1[0-2]\d{2})\W*k?cal\w*\W+(?:a|per)\W+day\b|\bdown\W+to\W+\d+\W*(?:kg|kilos?|pounds?|lbs?)\b",
        r"\bwater\W?cut\w*|\bsauna\W+suit\b|\brace\W+weight\b",
        r"\bessst[oö]rung\w*|\bmagersucht\b",
    ),
    "pregnancy": (
        r"\bpregnan\w*|\bexpecting\W+a\W+(?:baby|child)\b|\b(?:first|second|third)\W+trimester\b",
        r"\bpost[\W]?(?:partum|natal)\b|\bgave\W+birth\b|\bmiscarriage\b|\bbreast[\W]?feeding\b|\bschwanger\w*|\benceinte\b|\bembarazada\b",
    ),
    "minor": (
        r"\bi(?:'?m|\W+am)\W+(?:only\W+|just\W+)?(?:[5-9]|1[0-7])\b(?!\W*(?:%|km|k\b|min|h\b|hours?|kg|w\b|bpm|weeks?|days?|miles?|seconds?|points?|sessions?|percent|pounds?|watts?|[.,:/-]\d))",
        r"\bi(?:'m|\W+am)\W+(?:only\W+|just\W+)?(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)\b(?!\W+(?:km|kilomet\w*|miles?|minutes?|hours?|weeks?|days?|percent|kilos?|pounds?|seconds?|watts?))",
        r"\bmy\W+(?:\w+\W+)?(?:son|daughter|kid|child|boy|girl|brother|sister|niece|nephew|grandson|granddaughter)s?\W+(?:is|are|just\W+turned|turned|turns|age|aged)\W+(?:only\W+|just\W+|now\W+)?"
        rf"(?:[5-9]|1[0-7]|{_TEENS})\b(?!\W*(?:%|km|min|kg|hours?|weeks?|miles?|minutes?|seconds?|[.,:/-]\d))",
        rf"\b(?:aged?|age\W+of)\W+(?:[5-9]|1[0-7]|{_TEENS})\b(?!\W*(?:%|km|min|kg|hours?|weeks?|[.,:/-]\d))",
        r"\b(?:[5-9]|1[0-7])[\W]?(?:years?[\W]?old|y/?o|yrs?\W+old)\b",
        r"\b(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)[\W]years?[\W]old\b",
        r"\bi\W+(?:just\W+)?turned\W+1[0-7]\b(?!\W*(?:km|min\w*|miles?|sec\w*|hours?))|\bin\W+(?:the\W+)?(?:[5-9]th|1[01]th|fifth|sixth|seventh|eighth|ninth|tenth|eleventh)\W+grade\b",
        r"\bin\W+(?:middle|primary|elementary|junior\W+high)\W+school\b",
        r"\bich\W+bin\W+(?:erst\W+)?1[0-7]\b(?!\W*(?:km|min|kg))",
    ),
    "medication": (
        r"\b(?:ibuprofen|paracetamol|acetaminophen|aspirin|diclofenac|naproxen|tramadol|codeine|opioid\w*|painkillers?|nsaids?|cortisone|prednison\w*)\b",
        r"\b(?:beta[\W]?blocker\w*|bisoprolol|metoprolol|statins?|antidepressant\w*|ssri\w*|insulin|warfarin|blood\W+thinner\w*|antibiotic\w*|thyroxin\w*|inhaler|salbutamol|adderall|ritalin)\b",
        r"\b(?:epo|erythropoietin|testosterone|steroids?|sarms?|clenbuterol|growth\W+hormone|hgh|doping|dope|amphetamin\w*|ephedrine|tramadol|ostarine|microdos\w*|trt|tren(?:bolone)?|anavar|dianabol|meldonium)\b",
        r"\b(?:dose|dosage|dosing|how\W+much|how\W+many\W+(?:mg|grams?|pills?|tablets?))\b(?:\W+\w+){0,6}?\W+(?:caffeine|creatine|iron|vitamin\w*|magnesium|supplement\w*|bicarb\w*|beta[\W]alanine|mg|pills?|tablets?|gels?\W+with\W+caffeine)\b",
        r"\b(?:medication|medicine|meds|prescri\w+|pills?|tablets?)\b",
    ),
    "illness": (
        r"\bfever\w*|\bfeverish\b|\bflu\b|\binfluenza\b|\bcovid\w*|\bmyocarditis\b|\bpneumonia\b|\binfection\b",
        r"\b(?:i(?:'m|\W+am|\W+feel|\W+got|\W+was|'ve\W+been)|feeling|been|still|getting)\W+(?:\w+\W+){0,2}?(?:sick|ill|unwell)\b",
        r"\b(?:sore\W+throat|cough(?:ing|ed)?|vomit\w*|diarrh\w*|nausea\w*|chills|have\W+a\W+cold|caught\W+a\W+cold|a\W+bad\W+cold)\b",
        r"\bblood\W+in\W+my\b|\bcoughing\W+(?:up\W+)?blood\b|\bheat\W?stroke\b",
        r"\bfieber\b|\berk[aä]ltet\b|\bkrank\b|\bgrippe\b|\bfi[eè]vre\b|\bmalade\b|\bfiebre\b",
    ),
    "injury": (
        r"\b(?:injur\w+|sprain\w*|torn|tore|fractur\w*|stress\W+reaction|broken|broke\W+my(?!\W+(?:\w+\W+)?(?:record|best|pb|pr|streak|time))|dislocat\w*|concuss\w*|hit\W+my\W+head|crashed)\b",
        r"\b(?:knee|shin|calf|achilles|hamstring|hip|foot|heel|ankle|back|shoulder|groin|tendon|it\W?band|quad|glute)\b(?:\W+\w+){0,4}?\W+(?:pain\w*|hurts?|hurting|ache\w*|aching|swollen|sore|inflamed|popped|snapped|gives?\W+way)\b",
        r"\b(?:pain|hurts?|sharp|swelling)\b(?:\W+\w+){0,4}?\W+(?:knee|shin|calf|achilles|hamstring|hip|foot|heel|ankle|back|shoulder|groin|tendon)\b",
        r"\bplantar\w*|\btend[io]nitis\b|\btendinopathy\b|\bshin\W?splints?\b|\bverletz\w*|\bbless[eé]\w*\b|\blesi[oó]n\w*",
    ),
    "doctor": (
        r"\b(?:doctor|physio\w*|physician)\b(?:\W+\w+){0,2}?\W+(?:said|says|told|tells|wants|forbade|forbids|advised)\b",
        r"\b(?:ignore|disregard|despite)\W+(?:\w+\W+){0,2}?(?:doctor|physio\w*|physician)\b",
        r"\bdiagnos\w*|\bwhat(?:'?s|\W+is)\W+wrong\W+with\W+me\b|\bis\W+my\W+heart\W+(?:ok|okay|healthy|fine|alright)\b",
        r"\b(?:do|could|might)\W+i\W+have\W+(?:\w+\W+)?(?:ana?emia|asthma|mono\w*|diabetes|a\W+(?:disease|condition|virus))\b",
        r"\b(?:could|is|might)\W+(?:this|it)\W+(?:be\W+)?(?:ana?emia|asthma|mono\w*|diabetes)\b",
    ),
    "overtraining": (
        r"\bover[\W]?train\w*|\bover[\W]?reach\w*|\bburn(?:ed|t)?[\W]?out\b",
        r"\b(?:exhausted|tired|fatigued)\b(?:\W+\w+){0,3}?\W+(?:for|since)\W+(?:\w+\W+){0,2}?(?:weeks|months)\b",
    ),
}

_COMPILED = {code: [re.compile(each) for each in patterns] for code, patterns in PATTERNS.items()}


def triage(text: str) -> tuple[Alert, ...]:
    """What the text tells of, gravest first; empty for a question about training."""
    folded = plain(text)
    ways = {folded, undisguised(folded)}
    return tuple(
        Alert(code)
        for code, patterns in _COMPILED.items()
        if any(each.search(way) for each in patterns for way in ways)
    )


def stops_training(alerts: tuple[Alert, ...]) -> bool:
    """Whether no workout may be proposed: every alert but a question about tiredness stops it."""
    return any(alert.code != "overtraining" for alert in alerts)


def plain(text: str) -> str:
    """Folded, without invisible characters, so that a word in other letters is still that word."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").translate(ALIKE)
    return SPACES.sub(" ", INVISIBLE.sub("", folded))


def undisguised(folded: str) -> str:
    """Letters that stand alone drawn together, and digits inside words read as the letters they mimic."""
    joined = SPELT.sub(lambda found: SEPARATORS.sub("", found[0]), folded)
    return MIXED.sub(lambda found: found[0].translate(DIGITS), joined)
