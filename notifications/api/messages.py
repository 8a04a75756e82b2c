"""What the caller was told, whomever it is about."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from athletes.api.base import UID
from athletes.models import User
from athletes.scopes import allows
from config.core.api.base import ApiMixin
from notifications.kinds import KINDS
from notifications.models import Message
from notifications.selectors import messages_of, unread_of
from notifications.services import inbox
from notifications.wording import page_line

TOLD = ("load", "activities", "heart", "sleep", "body", "notes", "plan", "analysis")
"""Data classes of which messages give values in words."""


class MessageSerializer(serializers.ModelSerializer[Message]):
    title = serializers.SerializerMethodField(
        help_text="One line; a token that may not read all data classes gets the kind alone."
    )
    text = serializers.SerializerMethodField(help_text="A sentence or two, or empty for such a token.")
    athlete_uid = serializers.UUIDField(source="athlete.uid", default=None, read_only=True, allow_null=True)
    is_read = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = [
            "uid",
            "kind",
            "title",
            "text",
            "url",
            "athlete_uid",
            "shown_at",
            "is_read",
            "read_at",
            "revision",
        ]
        extra_kwargs = {
            "url": {"help_text": "Path of the page that it is about."},
            "revision": {"help_text": "Grows by one with each change."},
        }

    def get_title(self, message: Message) -> str:
        line = page_line(message)
        return line.title if hears_all(self.context["request"].user) else KINDS[message.kind].title

    def get_text(self, message: Message) -> str:
        return page_line(message).text if hears_all(self.context["request"].user) else ""

    def get_is_read(self, message: Message) -> bool:
        return message.read_at is not None


def hears_all(user: Any) -> bool:
    """Whether who asks reads all that messages are about: people do, and tokens of all these classes."""
    return all(allows(user, data, "read") for data in TOLD)


class ReadSerializer(serializers.Serializer[Any]):
    is_read = serializers.BooleanField()


class UnreadSerializer(serializers.Serializer[Any]):
    unread = serializers.IntegerField(help_text="How many messages you have not read.")


class NotificationViewSet(ApiMixin, ListModelMixin, GenericViewSet):
    token_scope = "notifications"  # noqa: S105
    serializer_class = MessageSerializer

    def get_queryset(self) -> QuerySet[Any]:
        rows = messages_of(self.request.user).select_related("athlete")
        return rows.unread() if self.request.query_params.get("unread") == "true" else rows

    @extend_schema(
        summary="What you were told, the newest first",
        parameters=[OpenApiParameter("unread", bool, description="Only those that you have not read.")],
    )
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(
        summary="Mark as read or unread",
        parameters=[UID],
        request=ReadSerializer,
        responses=MessageSerializer,
    )
    def partial_update(self, request: Request, uid: UUID) -> Response:
        message = get_object_or_404(messages_of(request.user), uid=uid)
        given = ReadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        change = inbox.mark_read if given.validated_data["is_read"] else inbox.mark_unread
        change(message=message)
        message.refresh_from_db()
        return Response(self.get_serializer(message).data)

    @extend_schema(summary="How many messages you have not read", responses=UnreadSerializer)
    def unread(self, request: Request) -> Response:
        return Response({"unread": unread_of(request.user).count})

    @extend_schema(summary="Mark everything as read", request=None, responses=UnreadSerializer)
    def read_all(self, request: Request) -> Response:
        inbox.mark_all_read(user=cast(User, request.user))
        return Response({"unread": unread_of(request.user).count})
