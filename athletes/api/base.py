"""The doors of the API: every view below `/api/v1/athletes/{athlete}/` shows what its caller may see."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from athletes import access
from athletes.access import Action
from athletes.models import Athlete

PRIVATE = "private, no-cache"


class PrivateAnswers(APIView):
    """Answers about a person: a browser may keep them, but asks each time whether they still hold."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", PRIVATE)
        return answer


class AthleteScopedView(PrivateAnswers):
    """A view of one athlete, named by the URL's `athlete`: `me` or a uid.

    The caller needs the right to read `data_class`, for unsafe methods the right to write it; else the answer
    is 404, as for an athlete who does not exist, before anything else happens.
    """

    data_class: ClassVar[str] = ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.get_athlete()

    def get_athlete(self) -> Athlete:
        return self._athlete

    @cached_property
    def _athlete(self) -> Athlete:
        action: Action = "read" if self.request.method in SAFE_METHODS else "write"
        return access.athlete_or_404(
            self.request.user, self.kwargs["athlete"], data=self.data_class, action=action
        )

    def may_read(self, data: str) -> bool:
        """Whether the caller may read one more data class of this athlete, for answers that mix them."""
        athlete, user = self.get_athlete(), self.request.user
        return (
            athlete.user_id == user.pk
            or access.athletes(user, data=data, action="read").filter(pk=athlete.pk).exists()
        )


class AthleteScopedViewSet(AthleteScopedView, GenericViewSet):
    """Rows of `model` that belong to the athlete, named by uid. `data_class` is the model's unless set.

    `get_queryset` is the only way to rows; narrow it, never replace it.
    """

    model: ClassVar[type[Model]]
    lookup_field = "uid"
    lookup_value_converter = "uuid"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.data_class and hasattr(cls, "model"):
            cls.data_class = cls.model.data_class  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.filter(athlete=self.get_athlete())
