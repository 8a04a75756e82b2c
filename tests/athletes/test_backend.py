"""A request's user comes with their own athlete, and that opens no door to anybody else's."""

import pytest

from athletes.access import athlete_or_404
from athletes.backend import Backend
from config.core import cache
from config.core.errors import DataNotFoundError
from metrics.services.sync import outcomes
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.connected import ConnectionFactory

pytestmark = pytest.mark.django_db


def test_own_pages_ask_for_the_athlete_no_more(django_assert_num_queries):
    athlete = ConnectionFactory().athlete
    with django_assert_num_queries(1):
        user = Backend().get_user(athlete.user_id)
        found = athlete_or_404(user, "me", data="heart", action="write")

    assert found == athlete
    assert found.is_connected


def test_without_an_athlete_and_for_others_the_door_stays_shut():
    stranger = AthleteFactory()
    for user in (Backend().get_user(UserFactory().pk), Backend().get_user(AthleteFactory().user_id)):
        with pytest.raises(DataNotFoundError):
            athlete_or_404(user, str(stranger.uid), data="heart", action="read")
    with pytest.raises(DataNotFoundError):
        athlete_or_404(Backend().get_user(UserFactory().pk), "me", data="heart", action="read")


def test_nobody_is_logged_in_who_is_gone_or_inactive():
    assert Backend().get_user(UserFactory(is_active=False).pk) is None
    assert Backend().get_user(0) is None


def test_what_was_cached_is_forgotten_when_a_connection_changes(django_capture_on_commit_callbacks):
    connection = ConnectionFactory()
    answers = iter(("before", "after"))

    def ask() -> str:
        return cache.remember(connection.athlete_id, "words", 60, lambda: next(answers))

    assert ask() == ask() == "before"
    with django_capture_on_commit_callbacks(execute=True):
        outcomes._save(connection)

    assert ask() == "after"
