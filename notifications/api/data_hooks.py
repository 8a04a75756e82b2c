"""Which receivers are told of changes in an athlete's data."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from athletes.access import ALIAS, first_or_404
from athletes.api.base import UID
from athletes.models import DATA_CLASSES, User
from config.core.api.base import ApiMixin
from config.core.errors import DataNotFoundError
from notifications.models import Address, DataHook
from notifications.services.data_hooks import EVENTS, set_data_hook

WANTED = {
    "address_uid": "0193a4b2-7c1e-7000-8000-000000000001",
    "athlete": "me",
    "events": ["data.changed", "plan.changed"],
}


class DataHookSerializer(serializers.ModelSerializer[DataHook]):
    address_uid = serializers.UUIDField(source="address.uid")
    athlete_uid = serializers.UUIDField(source="athlete.uid", read_only=True)
    athlete = serializers.CharField(
        max_length=36, default=ALIAS, write_only=True, help_text="The uid of an athlete, or `me`."
    )
    events = serializers.ListField(child=serializers.ChoiceField(EVENTS), min_length=1, max_length=9)

    class Meta:
        model = DataHook
        fields: ClassVar = [
            *("uid", "address_uid", "athlete", "athlete_uid", "events", "failing_since", "created_at"),
            "revision",
        ]
        read_only_fields: ClassVar = ["uid", "failing_since", "created_at", "revision"]


class DataHookViewSet(ApiMixin, GenericViewSet):
    """Applications of others follow the feed instead: what they see ends with their consent."""

    token_scope = "notifications"  # noqa: S105
    serializer_class = DataHookSerializer
    pagination_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if getattr(request.user, "partner_grant", None) is not None:
            raise DataNotFoundError

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return DataHook.objects.none()
        mine = DataHook.objects.filter(address__user=cast(User, self.request.user))
        return mine.select_related("address", "athlete").order_by("pk")

    @extend_schema(summary="Receivers of changes", responses=DataHookSerializer(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002
        return Response(self.get_serializer(self.get_queryset(), many=True).data)

    @extend_schema(
        summary="Tell a webhook of changes in data",
        description="From now on, one of your webhooks that has answered its test gets uids and addresses of "
        "what changed, never values: see the channels guide. Once more for the same athlete changes the "
        "events.",
        request=DataHookSerializer,
        responses={201: DataHookSerializer},
        examples=[OpenApiExample("Data and plan", value=WANTED, request_only=True)],
    )
    def create(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        user, wanted = cast(User, request.user), given.validated_data
        athlete = first_or_404(user, wanted["athlete"], DATA_CLASSES, action="read")
        mine = Address.objects.filter(user=user, channel="webhook", verified_at__isnull=False)
        address = get_object_or_404(mine, uid=wanted["address"]["uid"])
        hook = set_data_hook(user=user, address=address, athlete=athlete, events=wanted["events"])
        return Response(self.get_serializer(hook).data, status=201)

    @extend_schema(summary="Tell a webhook of changes no more", parameters=[UID], responses={204: None})
    def destroy(self, request: Request, uid: str) -> Response:  # noqa: ARG002
        get_object_or_404(self.get_queryset(), uid=uid).delete()
        return Response(status=204)
