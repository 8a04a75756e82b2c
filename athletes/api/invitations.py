"""Whom one has asked to look. Asking, and saying yes, are for a person at a page: they open data."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from athletes.api.base import UID
from athletes.models import CoachInvitation, User
from athletes.selectors import invitations_of
from athletes.services.coaching import withdraw
from config.core.api.base import ApiMixin


class InvitationSerializer(serializers.ModelSerializer[CoachInvitation]):
    by = serializers.SerializerMethodField(help_text="As whom you asked: `athlete` or `coach`.")
    scopes = serializers.DictField(child=serializers.ChoiceField(["read", "write"]), read_only=True)

    class Meta:
        model = CoachInvitation
        fields: ClassVar = [
            *("uid", "created_at", "by", "email", "role", "scopes", "valid_until", "expires_at"),
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(["athlete", "coach"]))
    def get_by(self, row: CoachInvitation) -> str:
        return "coach" if row.coach_id else "athlete"


@extend_schema_view(list=extend_schema(summary="Whom you asked and who has not answered"))
class InvitationViewSet(ApiMixin, ListModelMixin, GenericViewSet):
    """Made and answered on the pages *Coaches* and in the mail alone."""

    serializer_class = InvitationSerializer

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return CoachInvitation.objects.none()
        return invitations_of(cast(User, self.request.user))

    @extend_schema(
        summary="Take an invitation back",
        description="It opens nothing any more.",
        parameters=[UID],
        responses={204: None},
    )
    def destroy(self, request: Request, uid: str) -> Response:
        withdraw(invitation=get_object_or_404(self.get_queryset(), uid=uid), user=cast(User, request.user))
        return Response(status=204)
