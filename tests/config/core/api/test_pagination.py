from base64 import b64encode
from urllib.parse import quote

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from config.core.api.pagination import CursorPage
from config.core.errors import DataValidationError
from config.core.models import Counter


class NewestFirst:
    cursor_ordering = ("-window_start", "-pk")


def page(query: str = "", view: object = None):
    paginator = CursorPage()
    rows = paginator.paginate_queryset(
        Counter.objects.all(), Request(APIRequestFactory().get(f"/rows/{query}")), view or NewestFirst()
    )
    answer = paginator.get_paginated_response([row.window_start for row in rows]).data
    return answer["results"], answer["next"]


@pytest.fixture
def rows(db):
    Counter.objects.bulk_create(Counter(key=f"k{i}", window_s=1, window_start=i) for i in range(250))


def test_a_page_has_fifty_rows_newest_first(rows):
    results, _ = page()

    assert results == list(range(249, 199, -1))


def test_a_limit_is_taken_up_to_two_hundred(rows):
    assert len(page("?limit=7")[0]) == 7
    assert len(page("?limit=9999")[0]) == 200


def test_following_the_cursor_shows_every_row_once_while_rows_are_added(rows):
    seen, following = page("?limit=100")
    Counter.objects.create(key="new", window_s=1, window_start=1_000)
    while following:
        results, following = page("?" + following.partition("?")[2])
        seen += results

    assert seen == list(range(249, -1, -1))


@pytest.mark.parametrize("cursor", ["zzzzz", "ü", "bz1hYmM="])
def test_a_cursor_of_nothing_is_a_named_error(rows, cursor):
    with pytest.raises(DataValidationError) as error:
        page(f"?cursor={cursor}")

    assert (error.value.code, error.value.status) == ("CURSOR_INVALID", 400)


@pytest.mark.parametrize("position", ["abc", "", "2026-99-99", "\0"])
def test_a_cursor_with_a_position_of_another_kind_is_a_named_error(rows, position):
    cursor = quote(b64encode(f"p={quote(position)}".encode()))

    with pytest.raises(DataValidationError) as error:
        page(f"?cursor={cursor}")

    assert (error.value.code, error.value.status) == ("CURSOR_INVALID", 400)


def test_a_list_that_is_wrong_by_itself_is_not_blamed_on_the_caller(rows):
    with pytest.raises(ValueError, match="expected a number"):
        CursorPage().paginate_queryset(
            Counter.objects.filter(window_start="abc"), Request(APIRequestFactory().get("/")), NewestFirst()
        )
