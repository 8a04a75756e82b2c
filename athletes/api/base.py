"""The doors of the API: every view below `/api/v1/athletes/{athlete}/` shows what its caller may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar, cast

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from athletes import access
from athletes.access import Action
from athletes.models import DATA_CLASSES, Athlete, User
from config.core.api.base import ApiMixin, UpdatedSince
from config.core.api.etag import SettingsMixin, check_if_match, tagged
from config.core.errors import DataNotFoundError
from config.core.models import Named

ATHLETE = OpenApiParameter(
    "athlete", str, OpenApiParameter.PATH, description="The uid of an athlete, or `me` for your own data."
)
UID = OpenApiParameter("uid", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of your copy: the change is refused with 412 when somebody else was faster.",
)


class ModelErrorsMixin(APIView):
    """What a model's own validation says is answered like that of a serializer."""

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(as_api_error(exc))


class AthleteScopedView(ApiMixin, ModelErrorsMixin):
    """A view of one athlete, named by the URL's `athlete`: `me` or a uid.

    The caller needs the right to read `data_class`, for unsafe methods the right to write it; else the answer
    is 404, as for an athlete who does not exist, before anything else happens. Where an answer mixes classes,
    one of `or_data_classes` opens the door as well, and `may_read` decides on each value.
    """

    data_class: ClassVar[str] = ""
    or_data_classes: ClassVar[tuple[str, ...]] = ()
    token_scope: ClassVar[str] = "gate"  # noqa: S105

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.get_athlete()

    def get_athlete(self) -> Athlete:
        return self._athlete

    @cached_property
    def _athlete(self) -> Athlete:
        action: Action = "read" if self.request.method in SAFE_METHODS else "write"
        classes = (self.data_class, *self.or_data_classes)
        return access.first_or_404(self.request.user, self.kwargs["athlete"], classes, action=action)

    def sees(self) -> frozenset[str]:
        return access.granted(self.request.user, self.get_athlete(), DATA_CLASSES, shown=False)

    def may_read(self, data: str) -> bool:
        """Whether the caller may read one more data class of this athlete."""
        athlete, user = self.get_athlete(), self.request.user
        return bool(access.granted(user, athlete, [data]))


class UserSettingsView(SettingsMixin, ApiMixin, ModelErrorsMixin):
    """One thing that each user has; If-Match holds against all that GET answers."""

    def locked(self) -> QuerySet[Any]:
        return User.objects.filter(pk=cast(User, self.request.user).pk)


class AthleteSettingsView(SettingsMixin, AthleteScopedView):
    """One thing that each athlete has; If-Match holds against all that GET answers."""

    def locked(self) -> QuerySet[Any]:
        return Athlete.objects.filter(pk=self.get_athlete().pk)


class AthleteScopedViewSet(AthleteScopedView, GenericViewSet):
    """Rows of `model` that belong to the athlete, named by uid. `data_class` is the model's unless set.

    `get_queryset` is the only way to rows; narrow it, never replace it. An answer with one row is made by
    `answer_row`, a change happens within `changing`.
    """

    model: ClassVar[type[Model]]
    filter_backends: tuple[Any, ...] = (DjangoFilterBackend, UpdatedSince)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.data_class and hasattr(cls, "model"):
            cls.data_class = cls.model.data_class  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.filter(athlete=self.get_athlete())

    def get_row(self, *, lock: bool = False) -> Any:
        """The row that the URL's `uid` names; DataNotFoundError when it is not among the queryset's."""
        rows = self.get_queryset().filter(uid=self.kwargs["uid"])
        row = (rows.select_for_update(of=("self",)) if lock else rows).first()
        if row is None:
            raise DataNotFoundError
        return row

    @contextmanager
    def changing(self) -> Iterator[Any]:
        """The row of the URL, locked until the block ends, once If-Match was found to hold."""
        with transaction.atomic():
            row = self.get_row(lock=True)
            check_if_match(self.request, row)
            yield row

    def answer_row(self, row: Named, status: int = 200) -> Response:
        """The row as its serializer shows it, with an ETag for If-Match."""
        return tagged(Response(self.get_serializer(row).data, status=status), row)


def as_api_error(error: Exception) -> Exception:
    """The error, as one of a serializer where a model found it."""
    if not isinstance(error, ModelValidationError):
        return error
    if not hasattr(error, "error_dict"):
        return ValidationError({api_settings.NON_FIELD_ERRORS_KEY: error.messages})
    return ValidationError(
        {
            api_settings.NON_FIELD_ERRORS_KEY if name == NON_FIELD_ERRORS else name: messages
            for name, messages in error.message_dict.items()
        }
    )
