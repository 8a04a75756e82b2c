"""What programs show instead of a login: a person's own key, and the token of an application they let in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.utils import timezone

from athletes.models import User
from athletes.services.api_keys import make_key
from athletes.services.partners import let_in


def key_of(user: User, scopes: Sequence[str]) -> dict[str, str]:
    """The header of a new key of this person."""
    _key, text = make_key(user=user, name="r", scopes=list(scopes), days=1)
    return {"Authorization": f"Bearer {text}"}


def application_of(
    user: User, scopes: Sequence[str], text: str = "a token of a partner", client_id: str = "diary"
) -> dict[str, str]:
    """The header of an application that this person let in."""
    until = timezone.now() + timedelta(days=1)
    client, _ = Client.objects.get_or_create(id=client_id, defaults={"name": "Diary", "secret": "-"})
    let_in(user=user, client=client, scopes=scopes, valid_until=until)
    token = Token(
        type=Token.Type.ACCESS_TOKEN,
        hash=get_adapter().hash_token(text),
        user=user,
        client=client,
        expires_at=until,
    )
    token.set_scopes(list(scopes))
    token.save()
    return {"Authorization": f"Bearer {text}"}
