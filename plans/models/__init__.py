"""What is to be done: how an athlete can train, plans, sessions, and every change with its reason."""

from plans.models.change import Cause, PlanChange, PlanProposal
from plans.models.following import Following
from plans.models.outside import CalendarFeed, SentWorkout, WeekSending
from plans.models.plan import Plan
from plans.models.preferences import Blackout, TrainingPreferences, Weekday, WeekdayRoom
from plans.models.session import PlannedSession, SessionComment, WorkoutTemplate

__all__ = [
    "Blackout",
    "CalendarFeed",
    "Cause",
    "Following",
    "Plan",
    "PlanChange",
    "PlanProposal",
    "PlannedSession",
    "SentWorkout",
    "SessionComment",
    "TrainingPreferences",
    "WeekSending",
    "Weekday",
    "WeekdayRoom",
    "WorkoutTemplate",
]
