"""Load where nothing was measured: from the athlete's own word, and at last from the clock."""

from __future__ import annotations

from athletes.sources.records import Sport

THRESHOLD_RPE = 7.0
"""Session RPE (CR10) of an hour at the threshold. Seiler & Kjerland 2006 put the second ventilatory threshold
where session RPE reaches 7; so 7 · 60 min = 420 arbitrary units are the 100 of every other method."""

LOAD_PER_HOUR = {
    Sport.WALKING: 25.0,
    Sport.STRENGTH: 40.0,
    Sport.ROWING: 50.0,
    Sport.SKIING: 50.0,
    Sport.OTHER: 35.0,
}
"""Average load of an hour by sport: a convention, intensity² · 100 for an intensity of .5 for walking, about
.6 for strength and anything else, .7 for whole-body endurance. The roughest method, and the last."""


def session_rpe(rpe: float, duration_min: float) -> float:
    """Foster's session load in arbitrary units: RPE (CR10, 0 to 10) times minutes."""
    return rpe * duration_min


def rpe_load(rpe: float | None, duration_s: float | None) -> float | None:
    """Session RPE scaled to 100 for an hour at the threshold; None without either or outside 0 to 10."""
    if rpe is None or duration_s is None or not 0 < rpe <= 10:
        return None
    return session_rpe(rpe, duration_s / 60) / (THRESHOLD_RPE * 60) * 100


def duration_load(sport: Sport, duration_s: float | None) -> float | None:
    """Hours times the sport's average load of an hour; None for sports that have a better method."""
    if duration_s is None or sport not in LOAD_PER_HOUR:
        return None
    return duration_s / 3600 * LOAD_PER_HOUR[sport]
