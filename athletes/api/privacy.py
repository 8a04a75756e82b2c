"""One's own data as a whole: taken along, erased, and who did what with them. No scope opens this."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from athletes.api.base import IF_MATCH, UID, UserSettingsView
from athletes.api.proof import IN_WORDS, check_proven
from athletes.downloads import export_file
from athletes.models import DataExport, ErasureRequest, User
from athletes.people import names_of, person
from athletes.services import data_exports, erasure
from config.core import audit_words
from config.core.api.base import ApiMixin
from config.core.errors import DataValidationError
from config.core.models import AuditEvent


class DataExportSerializer(serializers.ModelSerializer[DataExport]):
    class Meta:
        model = DataExport
        fields: ClassVar = [
            *("uid", "created_at", "updated_at", "state", "size_bytes", "rows", "files"),
            *("expires_at", "downloaded_at"),
        ]
        read_only_fields = fields


@extend_schema_view(list=extend_schema(summary="Your exports, the newest first"))
class DataExportViewSet(ApiMixin, ListModelMixin, GenericViewSet):
    """Everything about you in a zip: data, original files, and a README inside."""

    serializer_class = DataExportSerializer

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return DataExport.objects.none()
        return DataExport.objects.filter(user=cast(User, self.request.user))

    @extend_schema(
        summary="Have an export made",
        description="The one that is being made, if there is; three a day. Its `state` tells how far it is.",
        request=None,
        responses={202: DataExportSerializer},
    )
    def create(self, request: Request) -> Response:
        row = data_exports.ask_export(user=cast(User, request.user))
        return Response(self.get_serializer(row).data, status=202)

    @extend_schema(summary="One export", parameters=[UID])
    def retrieve(self, request: Request, uid: str) -> Response:  # noqa: ARG002
        return Response(self.get_serializer(get_object_or_404(self.get_queryset(), uid=uid)).data)

    @extend_schema(
        summary="The zip of an export",
        description=IN_WORDS,
        parameters=[UID],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def file(self, request: Request, uid: str) -> FileResponse:
        check_proven(request, "Confirm in the browser that it is you: everything about you is in this file.")
        return export_file(request._request, user=cast(User, request.user), uid=uid)


class ErasureSerializer(serializers.Serializer[Any]):
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="When everything goes; null when nothing was asked."
    )


class WantedErasureSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(help_text="The address of the account, of whoever means it.")


class ErasureView(UserSettingsView):
    @extend_schema(summary="Whether your data will be erased", responses=ErasureSerializer)
    def get(self, request: Request) -> Response:
        row = ErasureRequest.objects.filter(user=cast(User, request.user)).first()
        return Response({"due_at": row.due_at if row else None})

    @extend_schema(
        summary="Have everything erased",
        description=f"After {erasure.GRACE.days} days, until which it can be taken back. {IN_WORDS}",
        request=WantedErasureSerializer,
        responses={202: ErasureSerializer},
    )
    def post(self, request: Request) -> Response:
        check_proven(request, "Confirm in the browser that it is you, before everything is erased.")
        given, user = WantedErasureSerializer(data=request.data), cast(User, request.user)
        given.is_valid(raise_exception=True)
        if given.validated_data["email"].casefold() != user.email.casefold():
            raise DataValidationError("This is not the address of this account.")
        return Response({"due_at": erasure.ask_erasure(user=user).due_at}, status=202)

    @extend_schema(summary="Stay", parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Request) -> Response:
        erasure.withdraw_erasure(user=cast(User, request.user))
        return Response(status=204)


class FactSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    value = serializers.CharField()


class EventSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    who = serializers.CharField(help_text="Who did it, in words.")
    what = serializers.CharField()
    facts = serializers.SerializerMethodField()

    @extend_schema_field(FactSerializer(many=True))
    def get_facts(self, told: audit_words.Told) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in told.facts]


class EventViewSet(ApiMixin, GenericViewSet):
    """The record of who did what to whose data, as on the page *Record*."""

    serializer_class = EventSerializer

    def get_queryset(self) -> QuerySet[AuditEvent]:
        if getattr(self, "swagger_fake_view", False):
            return AuditEvent.objects.none()
        about = self.request.query_params.get("about", "")
        if about and about not in audit_words.ABOUT:
            raise DataValidationError(f"`about` is one of {', '.join(sorted(audit_words.ABOUT))}.")
        return audit_words.events_of(person(cast(User, self.request.user)), about)

    @extend_schema(
        summary="What happened with your data and account, the newest first",
        parameters=[
            OpenApiParameter("about", enum=sorted(audit_words.ABOUT), description="One kind of event alone.")
        ],
        responses=EventSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        told = audit_words.in_words(page or [], person(cast(User, request.user)), names_of)
        return self.get_paginated_response(self.get_serializer(told, many=True).data)
