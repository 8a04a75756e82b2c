"""What a caller may read of why a plan changes."""

from __future__ import annotations

from typing import Any

from athletes.access import granted
from athletes.api.base import AthleteScopedViewSet
from plans.selectors.reasons import CLASSES


def with_classes(view: AthleteScopedViewSet, context: dict[str, Any]) -> dict[str, Any]:
    """The context of serializers with the data `classes` that the caller may read beside the plan."""
    if not getattr(view, "swagger_fake_view", False):
        context["classes"] = granted(view.request.user, view.get_athlete(), CLASSES)
    return context
