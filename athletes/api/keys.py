"""Keys for programs. Only a person makes and revokes them: no token opens this."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from athletes.api.proof import IN_WORDS, check_proven
from athletes.models import ApiKey
from athletes.scopes import SCOPES
from athletes.services.api_keys import MAX_DAYS, make_key, revoke_key
from config.core.api.base import ApiMixin


class ApiKeySerializer(serializers.ModelSerializer[ApiKey]):
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(SCOPES)))

    class Meta:
        model = ApiKey
        fields = [
            "uid",
            "name",
            "key_id",
            "scopes",
            "created_at",
            "expires_at",
            "last_used_at",
            "revoked_at",
        ]


class MadeKeySerializer(ApiKeySerializer):
    key = serializers.CharField(help_text="The key itself. It is shown this once.")

    class Meta(ApiKeySerializer.Meta):
        fields = [*ApiKeySerializer.Meta.fields, "key"]


class WantedKeySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(SCOPES)), allow_empty=False)
    days = serializers.IntegerField(min_value=1, max_value=MAX_DAYS, default=90)


class ApiKeyViewSet(ApiMixin, ViewSet):
    told_once = frozenset({"key"})

    @extend_schema(summary="Your keys, the newest first", responses=ApiKeySerializer(many=True))
    def list(self, request: Request) -> Response:
        keys = ApiKey.objects.filter(user=request.user)  # type: ignore[misc]
        return Response(ApiKeySerializer(keys, many=True).data)

    @extend_schema(
        summary="Make a key",
        description=IN_WORDS,
        request=WantedKeySerializer,
        responses={201: MadeKeySerializer},
    )
    def create(self, request: Request) -> Response:
        check_proven(request, "Confirm in the browser that it is you: a key outlives this login.")
        given = WantedKeySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        key, text = make_key(user=request.user, **given.validated_data)  # type: ignore[arg-type]
        return Response({**ApiKeySerializer(key).data, "key": text}, status=201)

    @extend_schema(summary="Revoke a key", responses={204: None})
    def destroy(self, request: Request, uid: UUID) -> Response:
        revoke_key(user=request.user, uid=uid)  # type: ignore[arg-type]
        return Response(status=204)
