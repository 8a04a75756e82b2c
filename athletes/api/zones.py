"""The places that others do not see. No token of scopes opens this, or it would tell where they are."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from athletes.api.base import UID
from athletes.models import Athlete, PrivacyZone, User
from athletes.services import zones as service
from config.core.api.base import ApiMixin
from config.core.errors import DataNotFoundError


class ZoneSerializer(serializers.ModelSerializer[PrivacyZone]):
    class Meta:
        model = PrivacyZone
        fields: ClassVar = ["uid", "created_at", "name", "latitude_deg", "longitude_deg", "radius_m"]
        read_only_fields: ClassVar = ["uid", "created_at"]
        extra_kwargs: ClassVar = {"radius_m": {"required": True}}


class ZoneViewSet(ApiMixin, GenericViewSet):
    serializer_class = ZoneSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return PrivacyZone.objects.none()
        return PrivacyZone.objects.filter(athlete__user=cast(User, self.request.user))

    @extend_schema(summary="Places that you hide", responses=ZoneSerializer(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002
        return Response(self.get_serializer(self.get_queryset(), many=True).data)

    @extend_schema(
        summary="Hide a place",
        description="Others see nothing around it from now on, in what is there already as well.",
        responses={201: ZoneSerializer},
    )
    def create(self, request: Request) -> Response:
        athlete = Athlete.objects.filter(user=cast(User, request.user)).select_related("user").first()
        if athlete is None:
            raise DataNotFoundError("This account is no athlete.")
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = service.add_zone(athlete=athlete, **given.validated_data)
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(summary="Hide it no longer", parameters=[UID], responses={204: None})
    def destroy(self, request: Request, uid: str) -> Response:  # noqa: ARG002
        service.remove_zone(zone=get_object_or_404(self.get_queryset(), uid=uid))
        return Response(status=204)
