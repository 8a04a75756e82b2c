"""Who may see one's data: read and ended here, opened and changed on the page alone."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import CoachLink, User
from athletes.selectors import links_shown_to
from athletes.services.coaching import revoke
from config.core.errors import DataNotFoundError


class CoachSerializer(serializers.ModelSerializer[CoachLink]):
    """A link in force or ended. Invitations that wait for an answer are on the page *Coaches*."""

    name = serializers.CharField(source="coach.name", read_only=True)
    email = serializers.EmailField(source="coach.email", read_only=True)
    scopes = serializers.DictField(
        child=serializers.ChoiceField(["read", "write"]),
        read_only=True,
        help_text="What they may do with each class of data; a class that is not named is closed.",
    )

    class Meta:
        model = CoachLink
        fields: ClassVar = [
            *("uid", "created_at", "updated_at", "revision", "name", "email"),
            *("role", "status", "scopes", "valid_until", "reviews_drafts"),
        ]
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(summary="Who may see your data, or could", parameters=[ATHLETE]),
    retrieve=extend_schema(summary="One of them", parameters=[ATHLETE, UID]),
)
class CoachViewSet(ListModelMixin, AthleteScopedViewSet):
    """The athlete's own list; a coach learns from it of nobody else."""

    model = CoachLink
    serializer_class = CoachSerializer

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related("coach")
        if getattr(self, "swagger_fake_view", False):
            return rows
        return rows.filter(pk__in=links_shown_to(cast(User, self.request.user), self.get_athlete()))

    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="End it",
        description="From this second on they see nothing. Only the athlete can; twice is once.",
        parameters=[ATHLETE, UID, IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        owner = self.get_athlete().user
        if owner.pk != request.user.pk:
            raise DataNotFoundError
        with self.changing() as row:
            revoke(link=row, by=owner)
        return Response(status=204)
