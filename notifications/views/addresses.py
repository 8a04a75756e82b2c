"""What a user does with one of their addresses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from config.core.errors import AppException
from notifications.selectors import addresses_of, addresses_path
from notifications.services import addresses as service
from notifications.views.request import UserRequest


@require_POST
@login_required
def enable(request: UserRequest, uid: UUID) -> HttpResponse:
    """Use an address again that had refused a message."""
    service.enable_address(address=_mine(request, uid))
    return _back(request, "The address is in use again.")


@require_POST
@login_required
def rename(request: UserRequest, uid: UUID) -> HttpResponse:
    """Give an address the user's own word."""
    service.rename_address(address=_mine(request, uid), label=request.POST.get("label", ""))
    return _back(request, "Saved.")


@require_POST
@login_required
def remove(request: UserRequest, uid: UUID) -> HttpResponse:
    """Forget an address and what was sent there."""
    try:
        service.remove_address(address=_mine(request, uid))
    except AppException as error:
        messages.error(request, error.message)
        return redirect(addresses_path())
    return _back(request, "The address is forgotten.")


@require_POST
@login_required
def test(request: UserRequest, uid: UUID) -> HttpResponse:
    """Send a test to one address."""
    try:
        service.send_test(address=_mine(request, uid))
    except AppException as error:
        messages.error(request, error.message)
        return redirect(addresses_path())
    return _back(request, "A test is on its way. The delivery history says what becomes of it.")


def _mine(request: UserRequest, uid: UUID) -> Any:
    return get_object_or_404(addresses_of(request.user).select_related("user__athlete"), uid=uid)


def _back(request: UserRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(addresses_path())
