"""The change feed over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes import feed
from athletes.access import granted
from athletes.api.base import ATHLETE, AthleteScopedView
from athletes.models import DATA_CLASSES, Athlete
from config.core.api.codes import Code, register

LIMIT, MOST = 100, 500
PAGE = {
    "changes": [
        {
            "type": "check_in",
            "uid": "0193a4b2-7c1e-7000-8000-000000000001",
            "is_deleted": False,
            "revision": 2,
            "updated_at": "2026-11-22T06:31:07.120000Z",
            "url": "/api/v1/athletes/0193a4b2-7c1e-7000-8000-00000000000a/check-ins/"
            "0193a4b2-7c1e-7000-8000-000000000001/",
        },
        {
            "type": "race",
            "uid": "0193a4b2-7c1e-7000-8000-000000000002",
            "is_deleted": True,
            "revision": 3,
            "updated_at": "2026-11-22T06:40:00Z",
            "url": None,
        },
    ],
    "cursor": "WzEsICIwMTkzYTRiMiIsIDAsICIwIiwgWyJyYWNlIl1d",
    "has_more": False,
}

register(
    Code("CURSOR_EXPIRED", 410, False, "This cursor is too old or too narrow: start again without one."),
)


class FeedChangeSerializer(serializers.Serializer[Any]):
    type = serializers.CharField(source="type.name")
    uid = serializers.UUIDField()
    is_deleted = serializers.BooleanField(source="is_gone", help_text="Forget your copy; `url` is null.")
    revision = serializers.IntegerField(help_text="Grows by one with each change.")
    updated_at = serializers.DateTimeField()
    url = serializers.CharField(allow_null=True, help_text="Where to read it as it is now.")


class FeedPageSerializer(serializers.Serializer[Any]):
    changes = FeedChangeSerializer(many=True)
    cursor = serializers.CharField(help_text="Keep it, and ask with it next time. Never null.")
    has_more = serializers.BooleanField(help_text="Ask again at once.")


class ChangesView(AthleteScopedView):
    """Any data class opens it, and what is told are the types that the caller's classes open."""

    data_class = DATA_CLASSES[0]
    or_data_classes = DATA_CLASSES[1:]

    @extend_schema(
        operation_id="changes_retrieve",
        summary="What was written or deleted since a cursor, the oldest first",
        description="Without a cursor from the beginning, so that following it makes a whole copy. A change "
        "is told some seconds after it was made, at least once, with the newest state behind its `url`. 410 "
        "`CURSOR_EXPIRED` when you have not asked for 30 days, or may see more than when you began: start "
        "again.",
        parameters=[
            ATHLETE,
            OpenApiParameter("cursor", str, description="That of the last page you have read."),
            OpenApiParameter("types", str, description="Only these types, comma separated."),
            OpenApiParameter("limit", int, description=f"Changes at once: {LIMIT}, at most {MOST}."),
        ],
        responses=FeedPageSerializer,
        examples=[OpenApiExample("Two changes", value=PAGE, response_only=True)],
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        person = self.get_athlete()
        wanted = _wanted(request)
        of_wanted = frozenset().union(*(feed.TYPES[name].classes for name in wanted))
        classes = granted(request.user, person, of_wanted)
        types = feed.visible_types(classes) & wanted
        page = feed.read_page(
            person,
            cursor=_cursor(request, person, types),
            types=types,
            classes=classes,
            limit=_limit(request),
        )
        return Response(FeedPageSerializer(page).data)


def _cursor(request: Request, athlete: Athlete, types: frozenset[str]) -> feed.Cursor:
    text = request.query_params.get("cursor", "")
    return feed.parse_cursor(text, athlete) if text else feed.Cursor(athlete.uid, feed.START, types)


def _wanted(request: Request) -> frozenset[str]:
    names = {name.strip() for name in request.query_params.get("types", "").split(",") if name.strip()}
    if unknown := sorted(names - feed.TYPES.keys()):
        raise ValidationError({"types": f"There is no such type: {', '.join(unknown)}."})
    return frozenset(names or feed.TYPES)


def _limit(request: Request) -> int:
    field = serializers.IntegerField(min_value=1)
    try:
        return min(MOST, int(field.run_validation(request.query_params.get("limit", LIMIT))))
    except ValidationError as error:
        raise ValidationError({"limit": error.detail}) from error
