"""One after the other, where the number of somebody's things is limited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from athletes.models import User


@contextmanager
def locked_user(user: User) -> Iterator[None]:
    """A transaction in which nobody else counts and adds for this person."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)
        yield
