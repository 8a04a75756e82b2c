"""What there is for each sport: the ranges of the steady sessions and the work of the hard ones.

Volumes follow Daniels (threshold, interval and repetition work as shares of a runner's week) and common use
on the bicycle and in the water; they are conventions, and the caps of an advanced athlete.
"""

from __future__ import annotations

from athletes.sources.records import Sport
from plans.engine.catalogue.entry import SessionKind
from plans.engine.catalogue.sets import Work

type Minutes = tuple[int, int]

PLAIN: dict[Sport, dict[SessionKind, Minutes]] = {
    Sport.RUNNING: {"recovery": (20, 45), "easy": (20, 90), "steady": (40, 120), "long": (40, 180)},
    Sport.CYCLING: {"recovery": (20, 60), "easy": (20, 150), "steady": (40, 180), "long": (40, 300)},
    Sport.SWIMMING: {"recovery": (20, 40), "easy": (20, 75), "steady": (30, 90), "long": (40, 120)},
}
"""Shortest and longest in minutes, in steps of five."""

WORK: dict[Sport, dict[SessionKind, Work]] = {
    Sport.RUNNING: {
        "tempo": Work(
            "tempo", {600: 120, 900: 180, 1050: 180, 1200: 240, 1500: 240, 1800: 300}, (1, 3), 60, 30
        ),
        "threshold": Work("threshold", {300: 60, 360: 60, 480: 90, 600: 120, 900: 180}, (2, 6), 50, 30),
        "vo2max": Work("vo2max", {120: 90, 150: 120, 180: 150, 240: 180}, (3, 8), 25, 30),
        "race_pace": Work("race", {180: 90, 240: 120, 300: 120, 480: 180}, (3, 6), 35, 35),
        "marathon_pace": Work(
            "marathon", {600: 60, 900: 120, 1200: 180, 1500: 180, 1800: 180, 2100: 180}, (1, 4), 90, 30
        ),
        "hills": Work("hill", {45: 75, 60: 90, 90: 120}, (4, 12), 14, 30, "uphill"),
        "sprint": Work("sprint", {10: 110, 15: 105, 20: 160}, (4, 10), 3.5, 25, "fast and relaxed"),
    },
    Sport.CYCLING: {
        "tempo": Work(
            "tempo",
            {600: 120, 900: 180, 1050: 180, 1200: 240, 1500: 240, 1800: 300, 2100: 300},
            (1, 4),
            90,
            30,
        ),
        "threshold": Work("threshold", {300: 60, 480: 120, 600: 180, 900: 240, 1200: 300}, (2, 5), 60, 30),
        "vo2max": Work("vo2max", {120: 120, 180: 150, 240: 210, 300: 270}, (3, 8), 30, 30),
        "race_pace": Work("race", {480: 120, 600: 150, 900: 240, 1200: 300, 1500: 300}, (2, 4), 80, 35),
        "hills": Work("hill", {60: 90, 90: 120, 120: 150}, (4, 12), 18, 30, "uphill"),
        "sprint": Work("sprint", {10: 110, 15: 165, 20: 160}, (4, 12), 4, 25, "all out"),
    },
    Sport.SWIMMING: {
        "tempo": Work("tempo", {300: 30, 600: 60, 900: 60}, (1, 4), 45, 30),
        "threshold": Work("threshold", {120: 15, 180: 30, 240: 30, 300: 45, 480: 60}, (2, 8), 40, 30),
        "vo2max": Work("vo2max", {60: 30, 90: 45, 120: 60, 180: 90}, (4, 10), 22, 30),
        "race_pace": Work("race", {60: 30, 120: 45, 180: 60, 240: 60}, (4, 8), 30, 30),
        "sprint": Work("sprint", {15: 45, 20: 70, 25: 65}, (4, 16), 5, 25, "all out"),
    },
}

STRIDES = (30, 75)
OPENERS = (20, 30)
TECHNIQUE = (20, 60)
STRENGTH = (20, 60)
