"""Where an application that was let in wants to be told of changes."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from athletes.access import ALIAS, first_or_404
from athletes.api.base import UID
from athletes.models import DATA_CLASSES, PartnerGrant, User
from config.core.api.base import ApiMixin
from config.core.errors import DataNotFoundError
from config.core.guard import ForbiddenAddressError, check_url
from notifications.models import DataHook
from notifications.services.data_hooks import EVENTS, set_data_hook
from notifications.services.partner_hooks import end_hook, hooks_of, prove_partner_receiver

WANTED = {
    "url": "https://diary.example/formline",
    "secret": "a-long-random-text-of-your-own-making",
    "events": ["data.changed", "plan.changed"],
}


class PartnerHookSerializer(serializers.ModelSerializer[DataHook]):
    url = serializers.CharField(source="address.target", max_length=1000, help_text="https, on port 443.")
    secret = serializers.CharField(
        write_only=True,
        min_length=32,
        max_length=200,
        help_text="Signs what you are told; at least 32 characters.",
    )
    events = serializers.ListField(child=serializers.ChoiceField(EVENTS), min_length=1, max_length=9)

    class Meta:
        model = DataHook
        fields: ClassVar = ["uid", "url", "secret", "events", "failing_since", "created_at", "revision"]
        read_only_fields: ClassVar = ["uid", "failing_since", "created_at", "revision"]

    def validate_url(self, url: str) -> str:
        try:
            check_url(url)
        except ForbiddenAddressError as error:
            raise serializers.ValidationError(error.message) from error
        return url


class PartnerHookViewSet(ApiMixin, GenericViewSet):
    """For applications alone, each sees its own. What they hear ends with the consent, and follows it."""

    done_in_one = False
    token_scope = "gate"  # noqa: S105
    serializer_class = PartnerHookSerializer
    pagination_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if getattr(request.user, "partner_grant", None) is None:
            raise DataNotFoundError

    @property
    def grant(self) -> PartnerGrant:
        return cast(PartnerGrant, self.request.user.partner_grant)  # type: ignore[union-attr]

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return DataHook.objects.none()
        return hooks_of(self.grant)

    @extend_schema(summary="Where you are told of changes", responses=PartnerHookSerializer(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002
        return Response(self.get_serializer(self.get_queryset(), many=True).data)

    @extend_schema(
        summary="Be told of changes in what you were let in for",
        description="The receiver is sent a signed test and is kept if it answers with 2xx. It gets uids and "
        "addresses of what changed, never values: see the channels guide. The same `url` again changes the "
        "events and keeps the secret.",
        request=PartnerHookSerializer,
        responses={
            201: PartnerHookSerializer,
            502: OpenApiResponse(description="The receiver did not answer its test."),
        },
        examples=[OpenApiExample("Data and plan", value=WANTED, request_only=True)],
    )
    def create(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        user, wanted = cast(User, request.user), given.validated_data
        athlete = first_or_404(user, ALIAS, DATA_CLASSES, action="read")
        url, secret = wanted["address"]["target"], wanted["secret"]
        address = prove_partner_receiver(user=user, grant=self.grant, url=url, secret=secret)
        hook = set_data_hook(user=user, address=address, athlete=athlete, events=wanted["events"])
        return Response(self.get_serializer(hook).data, status=201)

    @extend_schema(summary="Be told no more", parameters=[UID], responses={204: None})
    def destroy(self, request: Request, uid: str) -> Response:  # noqa: ARG002
        end_hook(get_object_or_404(self.get_queryset(), uid=uid))
        return Response(status=204)
