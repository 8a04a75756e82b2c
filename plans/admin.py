"""Plans and what became of them, for operators: to look, not to change. Words of people stay out."""

from __future__ import annotations

from django.contrib import admin

from config.core.operators import ShownAdmin
from plans.models import (
    Blackout,
    CalendarFeed,
    Following,
    Plan,
    PlanChange,
    PlannedSession,
    PlanProposal,
    SentWorkout,
    SessionComment,
    TrainingPreferences,
    WeekdayRoom,
    WeekSending,
    WorkoutTemplate,
)

OWNER = ["athlete__name", "athlete__user__email"]
IS_DELETED = ("deleted_at", admin.EmptyFieldListFilter)


@admin.register(TrainingPreferences)
class TrainingPreferencesAdmin(ShownAdmin):
    list_display = ["athlete", "experience", "long_day", "weekly_cap_min", "strength", "adapting"]
    list_filter = ["experience", "adapting", "strength"]
    search_fields = OWNER
    list_select_related = ["athlete"]


@admin.register(WeekdayRoom)
class WeekdayRoomAdmin(ShownAdmin):
    list_display = ["preferences", "weekday", "minutes", "sessions"]
    list_filter = ["weekday"]
    search_fields = ["preferences__athlete__name", "preferences__athlete__user__email"]
    list_select_related = ["preferences"]


@admin.register(Blackout)
class BlackoutAdmin(ShownAdmin):
    list_display = ["athlete", "start", "end", "reason", "deleted_at"]
    list_filter = ["reason", IS_DELETED]
    search_fields = OWNER
    list_select_related = ["athlete"]
    exclude = ["note"]
    date_hierarchy = "start"


@admin.register(Plan)
class PlanAdmin(ShownAdmin):
    list_display = ["name", "athlete", "sport", "start", "end", "state", "status", "score"]
    list_filter = ["state", "status", "sport", IS_DELETED]
    search_fields = ["name", "uid", *OWNER]
    list_select_related = ["athlete"]
    exclude = ["spec"]
    date_hierarchy = "start"


@admin.register(PlannedSession)
class PlannedSessionAdmin(ShownAdmin):
    list_display = ["title", "athlete", "day", "sport", "kind", "minutes", "load", "state", "origin"]
    list_filter = ["state", "origin", "sport", "locked", IS_DELETED]
    search_fields = ["title", "uid", *OWNER]
    list_select_related = ["athlete"]
    exclude = ["note", "skip_note", "skip_reason", "adherence"]
    date_hierarchy = "day"


@admin.register(SessionComment)
class SessionCommentAdmin(ShownAdmin):
    list_display = ["session", "author", "created_at", "deleted_at"]
    list_filter = [IS_DELETED]
    search_fields = ["=session__uid", "author__email"]
    list_select_related = ["session", "author"]
    exclude = ["text"]
    date_hierarchy = "created_at"


@admin.register(WorkoutTemplate)
class WorkoutTemplateAdmin(ShownAdmin):
    list_display = ["name", "athlete", "sport", "kind", "minutes", "deleted_at"]
    list_filter = ["sport", IS_DELETED]
    search_fields = ["name", "uid", *OWNER]
    list_select_related = ["athlete"]
    exclude = ["note"]


@admin.register(PlanProposal)
class PlanProposalAdmin(ShownAdmin):
    list_display = ["uid", "athlete", "plan", "state", "created_at", "decided_at"]
    list_filter = ["state"]
    search_fields = ["uid", *OWNER]
    list_select_related = ["athlete", "plan"]
    exclude = ["cause", "fingerprint", "reason", "evidence", "changes", "frame"]
    date_hierarchy = "created_at"


@admin.register(PlanChange)
class PlanChangeAdmin(ShownAdmin):
    list_display = ["act", "athlete", "author", "created_at", "plan"]
    list_filter = ["act"]
    search_fields = ["uid", "author__email", *OWNER]
    list_select_related = ["athlete", "author", "plan"]
    exclude = ["reason", "entries"]
    date_hierarchy = "created_at"


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ShownAdmin):
    list_display = ["athlete", "created_at", "read_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = OWNER
    list_select_related = ["athlete"]
    exclude = ["token_sha256"]


@admin.register(SentWorkout)
class SentWorkoutAdmin(ShownAdmin):
    list_display = ["session", "connection", "workout_id", "schedule_id", "scheduled_on", "sent_at"]
    search_fields = ["workout_id", "schedule_id", "=session__uid"]
    list_select_related = ["session", "connection"]
    date_hierarchy = "sent_at"


@admin.register(WeekSending)
class WeekSendingAdmin(ShownAdmin):
    list_display = ["athlete", "week_start", "state", "total", "sent", "removed", "error_code"]
    list_filter = ["state", "error_code"]
    search_fields = ["uid", *OWNER]
    list_select_related = ["athlete"]
    date_hierarchy = "week_start"


@admin.register(Following)
class FollowingAdmin(ShownAdmin):
    list_display = ["athlete", "plan", "matched_to", "looked_to", "review_at"]
    search_fields = OWNER
    list_select_related = ["athlete", "plan"]
