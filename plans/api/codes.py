"""Error codes of plans and sessions, for the list in the API's documentation."""

from __future__ import annotations

from config.core.api.codes import Code, register
from config.core.errors import DataValidationError

MEANINGS = {
    "ACTIVITY_LINKED": "This activity belongs to another session.",
    "ACTIVITY_NOT_LINKED": "No activity is linked to this session.",
    "ACTIVITY_TOO_FAR": "Activity and session are more than a week apart.",
    "BLACKOUTS_OVERLAP": "Some of these days are kept free already.",
    "CAPS_CONTRADICTORY": "Two limits cannot both hold, such as a weekly cap below one session.",
    "CHANGE_OVERTAKEN": "What this change touched was changed since, so it cannot be undone.",
    "CHANGE_UNDONE": "This change was undone already.",
    "CHANGES_UNKNOWN": "The proposal has no such changes.",
    "DATE_INVALID": "This is no date.",
    "DAY_IN_PAST": "These days are over.",
    "DAY_TOO_FAR": "This day is more than two years ahead.",
    "DURATION_UNKNOWN": "Nothing tells how long the workout takes.",
    "INTERVAL_INVALID": "The end lies before the start.",
    "NO_AVAILABLE_DAY": "No day of the week has room for a session.",
    "PLAN_ALREADY_ACTIVE": "This plan is active already.",
    "PLAN_BEGUN": "Days of this plan are over; end it, or adopt another one.",
    "PLAN_DISCARDED": "This plan was discarded meanwhile.",
    "PLAN_INFEASIBLE": "No plan keeps all hard rules; its `blocking` names what stands in the way.",
    "PLAN_NOT_ACTIVE": "Only an active plan can be ended.",
    "PLAN_NOT_DRAFT": "Only a draft can be adopted or discarded.",
    "PLAN_NOT_MADE": "The planner failed; ask for the plan again.",
    "PLAN_OUTDATED": "The draft was made for days that have begun; make it again.",
    "PLAN_START_IN_PAST": "A plan starts today or later.",
    "PLAN_START_TOO_FAR": "A plan starts within four weeks.",
    "PROPOSAL_ANSWERED": "This proposal was answered already.",
    "PROPOSAL_OUTDATED": "The plan has changed since this was proposed.",
    "RACES_OVERLAP": "Two races lie on one day; keep one of them.",
    "RACES_TOO_CLOSE": "Two A races lie within a fortnight; make one of them B.",
    "RACE_DISTANCE_MISSING": "A plan needs the distance of the race.",
    "RACE_IN_PAST": "The race is over.",
    "RACE_OTHER_SPORT": "The race is of another sport.",
    "RACE_TOO_FAR": "The race is too far ahead to plan for.",
    "SESSION_DONE": "A session that was done stays as it is.",
    "SESSION_IN_PAST": "What lies in the past stays as it was.",
    "SESSION_NOT_SKIPPED": "This session was not skipped.",
    "SESSION_SAME": "A session cannot be swapped with itself.",
    "SESSION_SKIPPED": "A skipped session is taken up again before it is changed.",
    "SPORT_NOT_PLANNED": "Plans are made for running, cycling and swimming.",
    "TARGET_ABSOLUTE": "A template has relative targets, so that it ages well.",
    "TEMPLATE_NAME_TAKEN": "Another template has this name.",
    "THRESHOLD_MISSING": "A target needs a threshold that is not known.",
    "WEEKS_INVALID": "A plan has 1 to 52 weeks.",
    "WORKOUT_INVALID": "The workout cannot be read; `fields` names lines or places.",
}

register(*(Code(code, DataValidationError.status, False, meaning) for code, meaning in MEANINGS.items()))
