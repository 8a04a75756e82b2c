"""Garmin's endpoints in words, whether named by us or by their path."""

from __future__ import annotations

WORDS = (
    ("personalapikey", "Exchange of the key for a day’s pass"),
    ("exchange", "Exchange of the key for a day’s pass"),
    ("dioauth", "Renewal of the login"),
    ("oauth", "Renewal of the login"),
    ("token", "Exchange of the key for a day’s pass"),
    ("mfa", "Check of the code"),
    ("sso", "Login"),
    ("portal", "Login"),
    ("login", "Login"),
    ("signin", "Login"),
    ("download", "File of an activity"),
    ("activityfile", "File of an activity"),
    ("activitieslist", "List of activities"),
    ("activitylist", "List of activities"),
    ("search", "List of activities"),
    ("activities", "List of activities"),
    ("fitnessage", "Fitness age"),
    ("trainingreadiness", "Training readiness"),
    ("trainingstatus", "Training status"),
    ("maxmet", "VO₂max"),
    ("vo2max", "VO₂max"),
    ("racepredict", "Race predictions"),
    ("endurancescore", "Endurance score"),
    ("hillscore", "Hill score"),
    ("lactatethresholdheart", "Threshold heart rate"),
    ("lactatethresholdspeed", "Threshold pace"),
    ("functionalthreshold", "Threshold power"),
    ("threshold", "Thresholds"),
    ("powertoweight", "Thresholds"),
    ("heartratezones", "Heart rate zones"),
    ("bodybattery", "Body Battery"),
    ("dailysleep", "Sleep of one night"),
    ("sleep", "Sleep"),
    ("hrv", "Heart rate variability"),
    ("stress", "Stress"),
    ("heartrate", "Heart rate"),
    ("restingheart", "Heart rate"),
    ("userstats", "Heart rate"),
    ("respiration", "Breathing"),
    ("spo2", "Blood oxygen"),
    ("weight", "Weight"),
    ("steps", "Steps"),
    ("usersummary", "Daily summaries"),
    ("dailysummar", "Daily summaries"),
    ("summar", "Daily summaries"),
    ("settings", "Settings of the account"),
    ("profile", "Profile"),
    ("personalinformation", "Profile"),
    ("activity", "One activity"),
)
"""Part of a name without hyphens and underscores → words. The first that fits holds."""


def endpoint_words(operation: str) -> str:
    """Words for an endpoint; its own name, made readable, when it is not known."""
    plain = operation.lower().replace("-", "").replace("_", "")
    for part, words in WORDS:
        if part in plain:
            return words
    readable = operation.replace("_", " ").replace("-", " ").strip()
    return readable[:1].upper() + readable[1:] or "Something else"
