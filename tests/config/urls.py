"""Addresses that fail in every way, for the tests of how failures are answered."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.http import require_POST
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.core import errors
from config.core.api.etag import ConditionalMixin
from config.core.http import conditional_health_data, health_data
from config.core.models import Job

FAILURES = {
    "app": errors.DataProcessingError(
        "The file ends too early.", code="FILE_TRUNCATED", details="At byte 9."
    ),
    "paused": errors.CircuitOpenError(retry_after_s=42),
    "fields": errors.DataValidationError(fields={"ftp_w": ["Give a number."]}),
    "database": OperationalError("connection to 10.0.0.1 failed: password=hunter2"),
    "forbidden": PermissionDenied("because"),
    "suspicious": SuspiciousOperation("evil"),
    "large": RequestDataTooBig("big"),
    "bug": ZeroDivisionError("1/0 with secret hunter2"),
    "drf-invalid": exceptions.ValidationError({"steps": [{}, {"low": ["Too low."]}], "name": ["Missing."]}),
    "drf-parse": exceptions.ParseError("JSON parse error"),
    "drf-login": exceptions.NotAuthenticated(),
    "drf-throttled": exceptions.Throttled(wait=17),
    "drf-missing": exceptions.NotFound("No Athlete matches"),
}


def page(request: HttpRequest, kind: str) -> HttpResponse:
    raise FAILURES[kind]


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@health_data
def private_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


@conditional_health_data
def private_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"hrv_ms": 62})


def counting(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Job.objects.count())


class Open(APIView):
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()


class Failing(Open):
    def get(self, request: Request, kind: str) -> Response:
        raise FAILURES[kind]


class Rows(ConditionalMixin, Open):
    def get(self, request: Request) -> Response:
        return Response([{"load": 84}])


urlpatterns = [
    path("fail/<str:kind>/", page),
    path("only-post/", only_post),
    path("counting/", counting),
    path("private/", private_page),
    path("private.json", private_json),
    path("api/v1/fail/<str:kind>/", Failing.as_view()),
    path("api/v1/plain/<str:kind>/", page),
    path("api/v1/rows/", Rows.as_view()),
    path("", include("config.urls")),
]
handler400 = "config.core.views.bad_request"
handler403 = "config.core.views.permission_denied"
handler404 = "config.core.views.not_found"
handler500 = "config.core.views.server_error"
