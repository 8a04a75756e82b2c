"""Every view of the API below an athlete goes through the door of `athletes.api.base`."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, path
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import ModelViewSet

from athletes.api.base import AthleteScopedView
from athletes.models import DATA_CLASSES
from config import api
from config.core.api.base import ApiMixin
from tests.architecture.source import listed

ELSEWHERE = {
    "AthleteListViewSet": "lists the athletes whom access.athletes allows",
    "NotificationViewSet": "messages belong to the user who is logged in, not to an athlete",
    "NotificationPreferencesView": "what the user who is logged in wants to hear",
    "NotificationTimingView": "when the user who is logged in wants to hear it",
    "AddressViewSet": "where the user who is logged in is reached",
    "ApiKeyViewSet": "keys that the user who is logged in has made",
    "DataExportViewSet": "exports of the user who is logged in",
    "ErasureView": "whether the user who is logged in is erased",
    "EventViewSet": "the record of the user who is logged in",
    "ZoneViewSet": "places that the athlete who is logged in hides",
    "InvitationViewSet": "whom the user who is logged in has asked",
    "DataHookViewSet": "receivers of the user who is logged in; whose data they hear of is asked of access",
    "PartnerHookViewSet": "receivers of the application that asks; what they hear of is asked of access",
    "DeliveryViewSet": "what was sent to the user who is logged in",
}


def views(patterns: Iterable[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Route and view class of every address."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from views(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route, getattr(each.callback, "cls", None) or getattr(each.callback, "view_class", None)


def unscoped(found: Iterable[tuple[str, Any]]) -> list[str]:
    """Routes whose view does not ask for the right to read a class of data."""
    return [
        route
        for route, view in found
        if not (isinstance(view, type) and issubclass(view, AthleteScopedView))
        or not {view.data_class, *view.or_data_classes} <= set(DATA_CLASSES)
        or IsAuthenticated not in view.permission_classes
    ]


def test_every_view_is_scoped_or_listed_with_a_reason() -> None:
    found = [(route, view) for route, view in views(api.urlpatterns) if view.__name__ not in ELSEWHERE]

    assert len(found) >= 10
    assert not unscoped(found), listed(unscoped(found))


def test_every_view_takes_idempotency_keys_and_sparse_fields() -> None:
    found = {view for _, view in views(api.urlpatterns)}

    assert [view.__name__ for view in found if not issubclass(view, ApiMixin)] == []


def test_the_list_names_only_views_that_exist_and_need_a_login() -> None:
    existing = {view.__name__: view for _, view in views(api.urlpatterns)}

    assert set(ELSEWHERE) <= set(existing)
    assert [name for name in ELSEWHERE if IsAuthenticated not in existing[name].permission_classes] == []


def test_the_guard_finds_a_view_of_its_own_making() -> None:
    class Planted(ModelViewSet):
        pass

    class WithoutClass(AthleteScopedView):
        data_class = "everything"

    planted = [path("a/", Planted.as_view({"get": "list"})), path("b/", WithoutClass.as_view())]

    assert unscoped(views(planted)) == ["a/", "b/"]
