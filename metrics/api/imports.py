"""Files in: send them, and see what becomes of each."""

from __future__ import annotations

from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, UID, AthleteScopedViewSet
from athletes.models import User
from config.core.errors import DataNotFoundError
from metrics.api.fields import NumberField
from metrics.models import ImportBatch, ImportFile
from metrics.selectors.imports import batch_progress, may_send_files, recent_batches
from metrics.services.imports import create_batch


class ImportFileSerializer(serializers.Serializer[Any]):
    """One file that is done."""

    name = serializers.CharField(source="file.name")
    archive = serializers.CharField(
        source="file.parent.name", default=None, allow_null=True, help_text="The archive it was in."
    )
    size = serializers.IntegerField(source="file.size", help_text="Bytes.")
    state = serializers.ChoiceField(ImportFile.State.choices, source="file.state")
    code = serializers.CharField(source="file.code", help_text="Why it was not imported, for programs.")
    message = serializers.CharField(source="file.message", help_text="Why it was not imported, for people.")
    advice = serializers.CharField(help_text="What to do about it, where the message does not say.")
    activity_uid = serializers.UUIDField(source="file.activity.uid", default=None, allow_null=True)


class ImportSummarySerializer(serializers.ModelSerializer[ImportBatch]):
    total = serializers.IntegerField(help_text="Files, those in archives one by one.")
    waiting = serializers.IntegerField()
    imported = serializers.IntegerField()
    merged = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    failed = serializers.IntegerField()

    class Meta:
        model = ImportBatch
        fields = [
            "uid",
            "created_at",
            "finished_at",
            "total",
            "waiting",
            "imported",
            "merged",
            "duplicates",
            "failed",
        ]


class ImportSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField(source="batch.uid")
    created_at = serializers.DateTimeField(source="batch.created_at")
    finished_at = serializers.DateTimeField(source="batch.finished_at", allow_null=True)
    total = serializers.IntegerField(
        source="progress.total", help_text="Files, those in archives one by one."
    )
    done = serializers.IntegerField(source="progress.done")
    imported = serializers.IntegerField(source="progress.imported")
    merged = serializers.IntegerField(
        source="progress.merged", help_text="Turned out to be an activity that was here already."
    )
    duplicates = serializers.IntegerField(
        source="progress.duplicates", help_text="The very same file was here already."
    )
    failed = serializers.IntegerField(source="progress.failed")
    remaining_s = NumberField(
        source="progress.remaining_s",
        allow_null=True,
        help_text="A guess, seconds; null before the first is done.",
    )
    files = serializers.SerializerMethodField(help_text="Those that are done, failures first, at most 300.")
    unlisted = serializers.IntegerField(source="progress.unlisted", help_text="How many more are done.")

    @extend_schema_field(ImportFileSerializer(many=True))
    def get_files(self, shown: dict[str, Any]) -> list[dict[str, Any]]:
        outcomes = [each for listed in shown["progress"].outcomes.values() for each in listed]
        return list(ImportFileSerializer(outcomes, many=True).data)


class UploadSerializer(serializers.Serializer[Any]):
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True, max_length=255),
        min_length=1,
        max_length=500,
        help_text="FIT, TCX and GPX files, gzipped or not, and zips of them.",
    )


class ImportViewSet(AthleteScopedViewSet):
    """Imports of one athlete."""

    model = ImportBatch
    serializer_class = ImportSerializer
    parser_classes = [MultiPartParser]
    pagination_class = None
    filter_backends = ()
    done_in_one = False

    @property
    def throttle_scope(self) -> str | None:
        return "upload" if self.action == "create" else None

    @extend_schema(
        summary="The newest imports", parameters=[ATHLETE], responses=ImportSummarySerializer(many=True)
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return Response(ImportSummarySerializer(recent_batches(self.get_athlete()), many=True).data)

    @extend_schema(
        summary="Send files",
        description="They are kept at once and read behind the scenes; ask the answer's `uid` how far it is. "
        "Files hold routes and heart rates, exports daily values as well: this writes the data classes "
        "`places`, `heart`, `sleep` and `body` too.",
        parameters=[ATHLETE],
        request={"multipart/form-data": UploadSerializer},
        responses={202: ImportSerializer},
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        if not may_send_files(cast(User, request.user), self.get_athlete()):
            raise DataNotFoundError
        given = UploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        uploads: list[UploadedFile] = given.validated_data["files"]
        return self._answer(create_batch(athlete=self.get_athlete(), uploads=uploads), status=202)

    @extend_schema(summary="How far an import is", parameters=[ATHLETE, UID], responses=ImportSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self._answer(self.get_row())

    def _answer(self, batch: ImportBatch, status: int = 200) -> Response:
        shown = {"batch": batch, "progress": batch_progress(batch)}
        return Response(ImportSerializer(shown).data, status=status)
