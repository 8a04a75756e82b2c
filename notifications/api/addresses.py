"""Where the caller is reached, and what became of what was sent there."""

from __future__ import annotations

from typing import Any, ClassVar, cast

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
from config.core.api.base import ApiMixin
from notifications.api.messages import hears_all
from notifications.channels.registry import CHANNELS
from notifications.kinds import KINDS
from notifications.models import Address, Delivery
from notifications.selectors import addresses_of, deliveries_of, history_entry
from notifications.services import addresses as service


class AddressSerializer(serializers.ModelSerializer[Address]):
    is_used = serializers.SerializerMethodField(help_text="Whether messages are sent here.")

    class Meta:
        model = Address
        fields: ClassVar = [
            *("uid", "channel", "target", "label", "is_used", "verified_at", "disabled_at"),
            *("disabled_reason", "revision"),
        ]

    def get_is_used(self, address: Address) -> bool:
        return address.disabled_at is None and address.verified_at is not None


class AddressChangeSerializer(serializers.Serializer[Any]):
    label = serializers.CharField(  # type: ignore[assignment]  # the name of a field's own attribute
        max_length=80, allow_blank=True, required=False
    )
    enable = serializers.BooleanField(
        required=False, help_text="True uses an address again that was switched off after a refusal."
    )


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    message_uid = serializers.UUIDField(source="message.uid")
    kind = serializers.CharField(source="message.kind")
    channel = serializers.CharField(source="address.channel")
    address_uid = serializers.UUIDField(source="address.uid")
    title = serializers.SerializerMethodField(help_text="The message in one line.")
    note = serializers.SerializerMethodField(help_text="Why it waits, was not sent or failed.")

    class Meta:
        model = Delivery
        fields: ClassVar = [
            *("uid", "message_uid", "kind", "title", "channel", "address_uid", "state", "note", "attempts"),
            *("next_attempt_at", "sent_at", "uncertain_at"),
        ]

    def get_title(self, delivery: Delivery) -> str:
        line = history_entry(delivery).line
        return line.title if hears_all(self.context["request"].user) else KINDS[delivery.message.kind].title

    def get_note(self, delivery: Delivery) -> str:
        return history_entry(delivery).outcome.note


class AddressViewSet(ApiMixin, GenericViewSet):
    token_scope = "notifications"  # noqa: S105
    serializer_class = AddressSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Address.objects.none()
        return addresses_of(cast(User, self.request.user)).select_related("user__athlete")

    def get_row(self) -> Any:
        return get_object_or_404(self.get_queryset(), uid=self.kwargs["uid"])

    @extend_schema(summary="Where you are reached", responses=AddressSerializer(many=True))
    def list(self, request: Request) -> Response:
        service.register_addresses(user=cast(User, request.user))
        return Response(self.get_serializer(self.get_queryset(), many=True).data)

    @extend_schema(
        summary="Name an address, or use it again",
        parameters=[UID],
        request=AddressChangeSerializer,
        responses=AddressSerializer,
    )
    def partial_update(self, request: Request, uid: str) -> Response:  # noqa: ARG002
        address = self.get_row()
        given = AddressChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        if "label" in given.validated_data:
            service.rename_address(address=address, label=given.validated_data["label"])
        if given.validated_data.get("enable"):
            service.enable_address(address=address)
        return Response(self.get_serializer(self.get_row()).data)

    @extend_schema(summary="Forget an address and what was sent there", parameters=[UID])
    def destroy(self, request: Request, uid: str) -> Response:  # noqa: ARG002
        service.remove_address(address=self.get_row())
        return Response(status=204)

    @extend_schema(
        summary="Send a test to an address",
        description="Its outcome is among the deliveries. Ten an hour at most.",
        parameters=[UID],
        request=None,
        responses={202: DeliverySerializer},
    )
    def test(self, request: Request, uid: str) -> Response:  # noqa: ARG002
        delivery = service.send_test(address=self.get_row())
        return Response(DeliverySerializer(delivery, context=self.get_serializer_context()).data, status=202)


class DeliveryViewSet(ApiMixin, ListModelMixin, GenericViewSet):
    token_scope = "notifications"  # noqa: S105
    serializer_class = DeliverySerializer

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Delivery.objects.none()
        rows, asked = deliveries_of(cast(User, self.request.user)), self.request.query_params
        if channel := asked.get("channel"):
            rows = rows.filter(address__channel__in={channel} & CHANNELS.keys())
        if state := asked.get("state"):
            rows = rows.filter(state__in={state} & set(Delivery.State.values))
        return rows

    @extend_schema(
        summary="What was sent to your addresses, the newest first",
        parameters=[
            OpenApiParameter("channel", str, description="Only what went this way."),
            OpenApiParameter("state", str, enum=Delivery.State.values, description="Only with this outcome."),
        ],
    )
    def list(self, request: Request) -> Response:
        return super().list(request)
