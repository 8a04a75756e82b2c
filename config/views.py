"""The front door."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@login_required
def home(_request: HttpRequest) -> HttpResponse:
    """Everyone starts at Today."""
    return redirect("analysis:today", athlete="me")
