"""Garmin's list of activities, page by page, each overlapping the one before by an item.

The list has positions and no cursor: when an activity comes or goes between two pages, everything below
moves. A page that does not overlap what is known has lost something, so a nearer one is read again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from athletes.errors import GarminConnectionError
from athletes.sources.base import ActivityPage, RemoteSource
from athletes.sources.records import ListedActivity

MOST_PAGES, MOST_STEPS_BACK = 2_000, 20
MOST_LISTED = 100_000
"""Activities of one account: nobody has three a day for a life."""


@dataclass
class Listing:
    """The top of the list down to the day `down_to`, or all of it; newest first."""

    items: dict[str, ListedActivity] = field(default_factory=dict)
    unreadable: int = 0
    is_whole: bool = False

    @property
    def tells_what_is_gone(self) -> bool:
        """Not one that is empty, nor one with items that cannot be read: each may be any activity."""
        return bool(self.items) and not self.unreadable


def read_top(source: RemoteSource, down_to: date) -> Listing:
    """Everything that is listed from now back to the start of the day `down_to`, and a little more."""
    listing = Listing()
    for page in pages(source, 0, listing.items):
        listing.items.update((item.external_id, item) for item in page.items)
        listing.unreadable += page.unreadable
        listing.is_whole = page.is_last
        if is_below(page, down_to):
            break
    return listing


def pages(source: RemoteSource, position: int, known: Collection[str]) -> Iterator[ActivityPage]:
    """Pages from `position` on, each joined to what is `known`, which grows meanwhile; ends after the last.

    Raises GarminConnectionError when the list never ends, gives the same page again and again, or never
    stands still.
    """
    size = source.page_size
    start, steps_back, before = max(position, 0), 0, ActivityPage((), 0, is_last=False)
    for _ in range(MOST_PAGES):
        page = source.listed(start, size + 1)
        if _repeats(page, before) or len(known) >= MOST_LISTED:
            raise GarminConnectionError("Garmin's list of activities has no end.")
        if start and not _joins(page, known) and steps_back < MOST_STEPS_BACK:
            start, steps_back = max(start - size, 0), steps_back + 1
            continue
        if steps_back == MOST_STEPS_BACK:
            break
        yield page
        if page.is_last:
            return
        before = page
        start += size
    raise GarminConnectionError("Garmin's list of activities changes faster than it can be read.")


def is_below(page: ActivityPage, day: date) -> bool:
    """Whether the list has got to days before `day`."""
    return any(item.local_date < day for item in page.items)


def _repeats(page: ActivityPage, before: ActivityPage) -> bool:
    """Whether the page is the one before it, which shares a single item with it at most."""
    ids, ids_before = ([item.external_id for item in each.items] for each in (page, before))
    return len(ids) > 1 and ids == ids_before


def _joins(page: ActivityPage, known: Collection[str]) -> bool:
    """Whether the page repeats something; of items that cannot be read nobody knows."""
    return not page.items or any(item.external_id in known for item in page.items)
