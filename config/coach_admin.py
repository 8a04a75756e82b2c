"""The coaches' admin: lists over all athletes who opened the class of data to the one who looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from athletes import access
from athletes.models import Athlete, CoachLink, User
from athletes.reads import record_reads
from config import coach_columns as column
from config.core import audit
from config.core.admin_record import AdminRecord
from config.core.errors import AppException
from config.core.mfa import ask_for_mfa, has_mfa
from config.core.operator_site import OperatorSite
from config.core.operators import ShownLookups
from config.core.tables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx
from metrics.models import Activity, Signal
from metrics.services.signals import acknowledge
from plans.models import PlannedSession, PlanProposal
from plans.services.proposals import accept_proposal, refuse_proposal

EXPORTED = 10_000
"""Rows of one file."""
OF_ATHLETE = ("athlete", column.OfAthlete)


def is_coach(request: HttpRequest) -> bool:
    """Whether somebody lets this person in at this moment."""
    user = request.user
    return user.is_active and CoachLink.objects.in_force().filter(coach_id=user.pk or 0).exists()


class CoachSite(OperatorSite):
    settings_name = "UNFOLD_COACHES"
    index_title = "Your athletes"

    def has_permission(self, request: HttpRequest) -> bool:
        return is_coach(request) and has_mfa(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if is_coach(request) and not has_mfa(request):
            return ask_for_mfa(request)
        return super().login(request, extra_context)


site = CoachSite(name="coach_admin")


class CoachedAdmin(AdminRecord, ShownLookups):
    """Rows of athletes who opened `data` to the one who looks. Shown, exported, and acted on by services."""

    data: ClassVar[str]
    athlete_path: ClassVar[str] = "athlete"
    exported: ClassVar[tuple[str, ...]]
    list_per_page = 50
    show_full_result_count = False
    actions: ClassVar = ["to_csv", "to_xlsx"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request) and (
            obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()
        )

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def athletes(self, request: HttpRequest, action: access.Action = "read") -> QuerySet[Athlete]:
        user = cast(User, request.user)
        return access.athletes(user, data=self.data, action=action).exclude(user=user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(**{f"{self.athlete_path}__in": self.athletes(request)})

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Whoever looks at a list looks at all athletes who are in it."""
        self._looked(request, self.athletes(request))
        return cast(HttpResponse, super().changelist_view(request, extra_context))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is not None:
            self._looked(request, [row if isinstance(row, Athlete) else row.athlete])
        return cast(HttpResponse, super().change_view(request, object_id, form_url, extra_context))

    @admin.action(description="Take along as CSV")
    def to_csv(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._file(request, rows, as_csv, CSV_TYPE, "csv")

    @admin.action(description="Take along as XLSX")
    def to_xlsx(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._file(request, rows, as_xlsx, XLSX_TYPE, "xlsx")

    def _file(
        self, request: HttpRequest, rows: QuerySet[Any], write: Callable[..., bytes], kind: str, end: str
    ) -> HttpResponse | None:
        """None, with what to do, for more rows than a file takes: half of them would pass for all."""
        found = list(rows[: EXPORTED + 1])
        if len(found) > EXPORTED:
            messages.error(request, f"A file takes {EXPORTED:,} rows. Narrow the list by a filter first.")
            return None
        owners = {each.pk: each for each in (r if isinstance(r, Athlete) else r.athlete for r in found)}
        self._looked(request, owners.values())
        for athlete in owners.values():
            payload = {"data": self.data, "table": self.opts.model_name, "as": "coach"}
            audit.record(cast(User, request.user).uid, "athlete.export", athlete.uid, payload)
        head = ["athlete" if name.endswith("called") else name for name in self.exported]
        body = write(head, [[_value(row, name) for name in self.exported] for row in found])
        response = HttpResponse(body, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.{end}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _looked(self, request: HttpRequest, athletes: Any) -> None:
        record_reads(viewer=cast(User, request.user), athletes=athletes, classes=[self.data])

    def _each(self, request: HttpRequest, rows: QuerySet[Any], act: Callable[[Any], Any]) -> None:
        """Do it to those rows whose athlete lets this coach write; say how many."""
        done = 0
        for row in rows.filter(athlete__in=self.athletes(request, "write")):
            try:
                act(row)
                done += 1
            except (AppException, ValidationError) as error:
                messages.error(request, f"{row}: {error}")
        messages.success(request, f"Done for {done}.")


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


@admin.register(Athlete, site=site)
class CoachedAthleteAdmin(CoachedAdmin):
    data, athlete_path = "profile", "pk"
    exported = ("called", "time_zone", "units", "hr_max_bpm", "hr_rest_bpm", "updated_at")
    list_display = (column.called, *exported[1:])
    list_select_related = ("user",)
    list_filter = ("units", "sex")
    search_fields = ("name",)
    fields = readonly_fields = (
        column.called,
        "time_zone",
        "units",
        "sex",
        "birth_year",
        "hr_max_bpm",
        "hr_rest_bpm",
    )


@admin.register(Activity, site=site)
class CoachedActivityAdmin(CoachedAdmin):
    data = "activities"
    exported = ("athlete__called", "local_date", "sport", "name", "timer_s", "distance_m", "load")
    list_display = (
        *(column.whose, column.local_day, "sport", "name"),
        *(column.time_taken, column.distance, column.load),
    )
    list_filter = ("sport", OF_ATHLETE)
    search_fields = ("athlete__name", "name")
    date_hierarchy = "local_date"
    ordering = ("-local_date", "-pk")
    list_select_related = ("athlete__user",)
    fields = readonly_fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .filter(deleted_at=None, merged_into__isnull=True, parent__isnull=True)
        )


@admin.register(PlannedSession, site=site)
class CoachedSessionAdmin(CoachedAdmin):
    data = "plan"
    exported = ("athlete__called", "day", "sport", "title", "minutes", "load", "state")
    list_display = (column.whose, "day", "sport", "title", column.planned_time, column.load, "state")
    list_filter = ("state", "sport", "hard", OF_ATHLETE)
    search_fields = ("athlete__name", "title")
    date_hierarchy = "day"
    ordering = ("-day", "slot")
    list_select_related = ("athlete__user",)
    fields = readonly_fields = (*list_display, "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(deleted_at=None)


@admin.register(Signal, site=site)
class CoachedSignalAdmin(CoachedAdmin):
    """What a detector made from classes that are closed to this coach is left out."""

    data = "load"
    exported = ("athlete__called", "start", "end", "kind", "severity", "confidence", "acknowledged_at")
    list_display = (
        *(column.whose, "start", "end", column.kind),
        *("severity", "confidence", "acknowledged_at"),
    )
    list_filter = ("severity", "kind", ("acknowledged_at", admin.EmptyFieldListFilter), OF_ATHLETE)
    search_fields = ("athlete__name", "kind")
    date_hierarchy = "start"
    list_select_related = ("athlete__user",)
    fields = readonly_fields = list_display
    actions: ClassVar = ["to_csv", "to_xlsx", "seen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows, user = super().get_queryset(request), cast(User, request.user)
        for data in {
            each for needs in rows.values_list("needs", flat=True).distinct() for each in needs.split(",")
        }:
            if data:
                open_to = access.athletes(user, data=data, action="read")
                rows = rows.exclude(pk__in=rows.filter(needs__contains=data).exclude(athlete__in=open_to))
        return rows

    @admin.action(description="Mark as seen")
    def seen(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._each(request, rows, lambda row: acknowledge(signal=row, user=cast(User, request.user)))


@admin.register(PlanProposal, site=site)
class CoachedProposalAdmin(CoachedAdmin):
    """Why a proposal was made is on its page, which knows what is open; here is that there is one."""

    data = "plan"
    exported = ("athlete__called", "created_at", "state", "decided_at")
    list_display = (column.whose, "created_at", "state", "decided_at")
    list_filter = ("state", OF_ATHLETE)
    search_fields = ("athlete__name",)
    date_hierarchy = "created_at"
    list_select_related = ("athlete__user",)
    fields = readonly_fields = list_display
    actions: ClassVar = ["to_csv", "to_xlsx", "accept", "refuse"]

    @admin.action(description="Accept")
    def accept(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._each(request, rows, lambda row: accept_proposal(proposal=row, user=cast(User, request.user)))

    @admin.action(description="Refuse")
    def refuse(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._each(request, rows, lambda row: refuse_proposal(proposal=row, user=cast(User, request.user)))
