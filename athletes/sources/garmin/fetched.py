"""A download and the item it belongs to, as one activity."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from athletes.sources.base import Parse
from athletes.sources.garmin.items import ActivityItem
from athletes.sources.garmin.listing import ACTIVITIES, sport_of
from athletes.sources.garmin.zipped import activity_file
from athletes.sources.records import ListedActivity, Original, RecordedActivity, Sport


def activity_from(
    zipped: bytes, listed: ListedActivity, *, parse: Parse, source: str, ai_allowed: bool = True
) -> RecordedActivity:
    """The activity of a downloaded zip, with its original, under the list's id and name.

    Raises GarminAPIError for a zip without a readable file, and what `parse` raises.
    """
    content, file_name = activity_file(zipped, listed.external_id)
    read = parse(content, file_name)
    original = read.original or Original(file_name, sha256(content).hexdigest(), content)
    return replace(
        _with_sport(read, listed),
        source=source,
        external_id=listed.external_id,
        name=listed.name or read.name,
        utc_offset_s=listed.utc_offset_s if read.utc_offset_s is None else read.utc_offset_s,
        ai_allowed=ai_allowed,
        original=original,
        legs=tuple(replace(leg, source=source, ai_allowed=ai_allowed) for leg in read.legs),
    )


def _with_sport(read: RecordedActivity, listed: ListedActivity) -> RecordedActivity:
    """A file that does not know its sport takes the list's."""
    if read.legs or read.sport is not Sport.OTHER or listed.sport in (Sport.OTHER, Sport.MULTISPORT):
        return read
    item = ActivityItem.read(dict(listed.summary), ACTIVITIES, [])
    return replace(read, sport=listed.sport, sub_sport=sport_of(item)[1] if item else None)
