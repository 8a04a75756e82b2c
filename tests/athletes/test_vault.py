import base64
import hashlib
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from athletes import vault
from athletes.models import Athlete, Credential, DataKey
from athletes.vault import VaultError
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db

OLD = "t1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
NEW = "t2:" + base64.urlsafe_b64encode(b"fedcba9876543210fedcba9876543210").decode()
TOKENS = {"di_token": "access-canary", "di_refresh_token": "refresh-canary"}

plain_json = st.dictionaries(
    st.text(max_size=20),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
        max_leaves=10,
    ),
    max_size=6,
)


@pytest.fixture
def ada() -> Athlete:
    return AthleteFactory()


@pytest.fixture
def bob() -> Athlete:
    return AthleteFactory(name="Bob Rider")


def sealed(athlete: Athlete, purpose: str = "garmin_login") -> Credential:
    return Credential.objects.get(athlete=athlete, purpose=purpose)


def test_what_was_sealed_comes_back(ada: Athlete) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)

    assert vault.unseal(athlete=ada, purpose="garmin_login") == TOKENS


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=plain_json)
def test_any_json_comes_back_as_it_was(ada: Athlete, data: dict[str, Any]) -> None:
    vault.seal(athlete=ada, purpose="garmin_key", data=data)

    assert vault.unseal(athlete=ada, purpose="garmin_key") == data


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(min_value=0), change=st.integers(min_value=1, max_value=255))
def test_one_changed_byte_makes_it_unreadable(ada: Athlete, place: int, change: int) -> None:
    vault.seal(athlete=ada, purpose="garmin_key", data=TOKENS)
    row = sealed(ada, "garmin_key")
    raw = bytearray(base64.urlsafe_b64decode(row.ciphertext))
    raw[place % len(raw)] ^= change
    Credential.objects.filter(pk=row.pk).update(ciphertext=base64.urlsafe_b64encode(raw).decode())

    with pytest.raises(VaultError):
        vault.unseal(athlete=ada, purpose="garmin_key")


def test_a_secret_and_its_key_are_read_at_one_moment(ada: Athlete, django_assert_num_queries: Any) -> None:
    """Between two questions somebody else could erase both, and the secret would seem damaged."""
    vault.seal(athlete=ada, purpose="garmin", data=TOKENS)

    with django_assert_num_queries(1):
        assert vault.unseal(athlete=ada, purpose="garmin") == TOKENS


def test_nothing_is_none(ada: Athlete) -> None:
    assert vault.unseal(athlete=ada, purpose="garmin_key") is None
    assert vault.take(athlete=ada, purpose="garmin_key") is None
    assert not vault.erase(athlete=ada, purpose="garmin_key")
    assert DataKey.objects.count() == 0


def test_sealing_again_replaces_what_was_there(ada: Athlete) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data={"di_token": "first"})
    vault.seal(athlete=ada, purpose="garmin_login", data={"di_token": "second"})

    assert Credential.objects.count() == 1
    assert vault.unseal(athlete=ada, purpose="garmin_login") == {"di_token": "second"}


def test_purposes_and_athletes_are_kept_apart(ada: Athlete, bob: Athlete) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data={"n": 1})
    vault.seal(athlete=ada, purpose="pending_login", data={"n": 2})
    vault.seal(athlete=bob, purpose="garmin_login", data={"n": 3})

    assert vault.unseal(athlete=ada, purpose="garmin_login") == {"n": 1}
    assert vault.unseal(athlete=ada, purpose="pending_login") == {"n": 2}
    assert vault.unseal(athlete=bob, purpose="garmin_login") == {"n": 3}
    assert DataKey.objects.count() == 2


def test_it_is_taken_once(ada: Athlete) -> None:
    vault.seal(athlete=ada, purpose="pending_login", data=TOKENS)

    assert vault.take(athlete=ada, purpose="pending_login") == TOKENS
    assert vault.take(athlete=ada, purpose="pending_login") is None


def test_the_last_secret_takes_the_data_key_with_it(ada: Athlete) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)
    vault.seal(athlete=ada, purpose="garmin_key", data={"key": "k"})

    assert vault.erase(athlete=ada, purpose="garmin_key")
    assert DataKey.objects.filter(athlete=ada).exists()
    assert vault.erase(athlete=ada, purpose="garmin_login")
    assert not DataKey.objects.filter(athlete=ada).exists()


def test_a_ciphertext_of_somebody_else_cannot_be_read(ada: Athlete, bob: Athlete) -> None:
    for athlete in (ada, bob):
        vault.seal(athlete=athlete, purpose="garmin_login", data=TOKENS)
    theirs = sealed(bob).ciphertext
    Credential.objects.filter(athlete=ada).update(ciphertext=theirs)

    with pytest.raises(VaultError) as error:
        vault.unseal(athlete=ada, purpose="garmin_login")
    assert error.value.details == "It was sealed with another key, or damaged."


def test_nor_can_it_together_with_the_data_key_of_somebody_else(ada: Athlete, bob: Athlete) -> None:
    for athlete in (ada, bob):
        vault.seal(athlete=athlete, purpose="garmin_login", data=TOKENS)
    Credential.objects.filter(athlete=ada).update(ciphertext=sealed(bob).ciphertext)
    DataKey.objects.filter(athlete=ada).update(wrapped=DataKey.objects.get(athlete=bob).wrapped)

    with pytest.raises(VaultError) as error:
        vault.unseal(athlete=ada, purpose="garmin_login")
    assert error.value.details == "It was sealed for somebody or something else."


def test_a_secret_moved_to_another_purpose_cannot_be_read(ada: Athlete) -> None:
    vault.seal(athlete=ada, purpose="pending_login", data=TOKENS)
    Credential.objects.update(purpose="garmin_login")

    with pytest.raises(VaultError):
        vault.unseal(athlete=ada, purpose="garmin_login")


@pytest.mark.parametrize("plain", [b"[]", b"{}", b"no json", b'{"v":1,"uid":"x","purpose":"p"}', b"\xff"])
def test_something_else_under_the_right_key_is_refused(ada: Athlete, plain: bytes) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)
    own_key = Fernet(OLD[3:]).decrypt(DataKey.objects.get().wrapped)
    Credential.objects.update(ciphertext=Fernet(own_key).encrypt(plain).decode())

    with pytest.raises(VaultError):
        vault.unseal(athlete=ada, purpose="garmin_login")


def test_a_secret_without_its_data_key_is_lost(ada: Athlete) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)
    DataKey.objects.all().delete()

    with pytest.raises(VaultError, match="CREDENTIAL_UNREADABLE"):
        vault.unseal(athlete=ada, purpose="garmin_login")


def test_a_key_that_is_gone_is_named_and_nothing_else(ada: Athlete, settings: Settings) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)
    settings.CREDENTIAL_KEYS = NEW

    with pytest.raises(VaultError) as error:
        vault.unseal(athlete=ada, purpose="garmin_login")
    assert error.value.details == "Its data key cannot be unwrapped. CREDENTIAL_KEYS has no key t1."
    assert "canary" not in repr(error.value) + str(error.value)
    assert error.value.__cause__ is None


def test_whoever_cannot_be_read_can_disconnect_and_connect_again(ada: Athlete, settings: Settings) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)
    settings.CREDENTIAL_KEYS = NEW

    with pytest.raises(VaultError), transaction.atomic():
        vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)
    vault.erase(athlete=ada, purpose="garmin_login")
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)

    assert vault.unseal(athlete=ada, purpose="garmin_login") == TOKENS


def test_the_rows_alone_and_the_secret_key_alone_open_nothing(ada: Athlete) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)
    key, credential = DataKey.objects.get(), sealed(ada)
    secret_key = django_settings.SECRET_KEY.encode()
    derived = [
        hashlib.sha256(secret_key).digest(),
        hashlib.pbkdf2_hmac("sha256", secret_key, b"", 1_000),
        secret_key.ljust(32, b"\0")[:32],
    ]

    assert "canary" not in key.wrapped + credential.ciphertext
    assert b"canary" not in base64.urlsafe_b64decode(credential.ciphertext)
    for candidate in derived:
        for token in (key.wrapped, credential.ciphertext):
            with pytest.raises(InvalidToken):
                Fernet(base64.urlsafe_b64encode(candidate)).decrypt(token)


def test_a_new_key_wraps_what_is_sealed_from_now_on(ada: Athlete, bob: Athlete, settings: Settings) -> None:
    vault.seal(athlete=ada, purpose="garmin_login", data=TOKENS)
    settings.CREDENTIAL_KEYS = f"{NEW},{OLD}"
    vault.seal(athlete=bob, purpose="garmin_login", data=TOKENS)

    wrapped_by = dict(DataKey.objects.values_list("athlete", "wrapped_by"))
    assert wrapped_by == {ada.pk: "t1", bob.pk: "t2"}
    assert vault.unseal(athlete=ada, purpose="garmin_login") == TOKENS
    assert vault.remaining() == 1


def test_rotation_goes_on_where_it_was_interrupted(settings: Settings) -> None:
    athletes = AthleteFactory.create_batch(5)
    for athlete in athletes:
        vault.seal(athlete=athlete, purpose="garmin_login", data=TOKENS)
    settings.CREDENTIAL_KEYS = f"{NEW},{OLD}"

    first = vault.rewrap(batch=2)
    second = vault.rewrap(batch=2)
    third = vault.rewrap(batch=2, after=second.last)

    assert [(each.rewrapped, each.remaining) for each in (first, second, third)] == [(2, 3), (2, 1), (1, 0)]
    assert vault.rewrap() == vault.Rewrap(rewrapped=0, unreadable=0, last=None, remaining=0)
    settings.CREDENTIAL_KEYS = NEW
    for athlete in athletes:
        assert vault.unseal(athlete=athlete, purpose="garmin_login") == TOKENS


def test_rotation_passes_by_a_key_that_cannot_be_unwrapped(
    ada: Athlete, bob: Athlete, settings: Settings
) -> None:
    for athlete in (ada, bob):
        vault.seal(athlete=athlete, purpose="garmin_login", data=TOKENS)
    DataKey.objects.filter(athlete=ada).update(wrapped="damaged")
    settings.CREDENTIAL_KEYS = f"{NEW},{OLD}"

    done = vault.rewrap()

    assert (done.rewrapped, done.unreadable, done.remaining) == (1, 1, 1)
    assert vault.rewrap(after=done.last).last is None
