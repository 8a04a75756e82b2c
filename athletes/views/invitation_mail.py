"""The mail with the link of an invitation. It is sent at once, since the token is nowhere else to be read."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse

from athletes.services.coaching import Asked


def send_invitation(asked: Asked, who: str) -> None:
    row = asked.invitation
    kind = "asked_by_athlete" if row.athlete_id else "asked_by_coach"
    url = settings.SITE_URL + reverse("coaching:invitation", args=[asked.token])
    context = {"who": " ".join(who.split()), "url": url, "role": row.role}
    get_adapter().send_mail(f"athletes/email/{kind}", row.email, context)
