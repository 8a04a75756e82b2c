"""What this app keeps of a person."""

from __future__ import annotations

from config.core.personal import Table

OF_ATHLETE = ("athlete",)

TABLES = (
    Table("plans.TrainingPreferences", athlete=OF_ATHLETE),
    Table("plans.WeekdayRoom", athlete=("preferences__athlete",)),
    Table("plans.Blackout", athlete=OF_ATHLETE),
    Table("plans.Plan", athlete=OF_ATHLETE),
    Table("plans.Following", athlete=OF_ATHLETE),
    Table("plans.PlannedSession", athlete=OF_ATHLETE),
    Table("plans.SessionComment", athlete=("session__athlete",), user=("author",)),
    Table("plans.PlanProposal", athlete=OF_ATHLETE),
    Table("plans.PlanChange", athlete=OF_ATHLETE),
    Table("plans.WorkoutTemplate", athlete=OF_ATHLETE),
    Table(
        "plans.CalendarFeed",
        athlete=OF_ATHLETE,
        left_out={"token_sha256": "the hash of a secret address"},
    ),
    Table("plans.SentWorkout", athlete=("session__athlete",)),
    Table("plans.WeekSending", athlete=OF_ATHLETE),
)
