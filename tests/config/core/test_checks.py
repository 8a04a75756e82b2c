import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connections

from config.core.checks import credential_keys, partner_key, production

KEY = base64.urlsafe_b64encode(bytes(32)).decode()


def ids(messages) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.parametrize("keys", [f"k1:{KEY}", f"k2:{KEY}, k1:{KEY}"])
def test_keys_with_ids_are_fine(settings, keys):
    settings.CREDENTIAL_KEYS = keys

    assert credential_keys() == []


@pytest.mark.parametrize("keys", ["", KEY, f":{KEY}", "k1:short", "k1:!!!", f"k1:{KEY},"])
def test_what_is_no_key_is_said_before_the_start(settings, keys):
    settings.CREDENTIAL_KEYS = keys

    assert ids(credential_keys()) == ["core.E001"]


def test_an_id_that_is_there_twice_is_an_error(settings):
    settings.CREDENTIAL_KEYS = f"k1:{KEY},k1:{KEY}"

    assert ids(credential_keys()) == ["core.E002"]


def test_a_server_that_is_set_up_has_nothing_to_complain_about(settings, monkeypatch):
    settings.BROKER_URL = "redis://broker:6379/0"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    settings.METRICS_TOKEN = "a" * 24
    settings.SITE_URL = "https://form.example.org"
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")

    assert production() == []


def test_a_server_that_lacks_something_says_all_of_it(settings, monkeypatch):
    settings.BROKER_URL = ""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.METRICS_TOKEN = "guess"
    settings.SITE_URL = "http://form.example.org"
    monkeypatch.setattr(connections["default"], "vendor", "sqlite")

    assert ids(production()) == ["core.E003", "core.E004", "core.E005", "core.W001", "core.W002"]


@pytest.mark.parametrize(
    ("bits", "found"), [(None, []), (0, ["core.E008"]), (2048, ["core.W003"]), (3072, [])]
)
def test_a_key_that_signs_for_partners_is_long(settings, bits, found):
    pem = "" if bits is None else "nonsense"
    if bits:
        made = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    settings.IDP_OIDC_PRIVATE_KEY = pem

    assert ids(partner_key()) == found
