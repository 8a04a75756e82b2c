"""What hangs on one activity: its streams, its laps and the file it came in."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.http import FileResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access import granted
from athletes.api.base import ATHLETE, UID, AthleteScopedView
from config.core.errors import DataNotFoundError
from metrics.api.activity_serializers import LapSerializer
from metrics.api.fields import HEART_FIELDS, NumbersField
from metrics.models import Activity
from metrics.science.codec import RESOLUTION
from metrics.science.downsample import lttb_indices
from metrics.selectors.activities import activity_or_404
from metrics.selectors.charts import DIGITS, Column, plain
from metrics.selectors.derived import derived_channels
from metrics.selectors.places import LATITUDE, LONGITUDE, has_zones, sees_all_places, without_zones
from metrics.selectors.streams import DATA_CLASS_OF_CHANNEL, RUNNING, load_channels, load_grid

DERIVED = ("graded_speed_mps", "w_balance_j")
CHANNELS = [*sorted(set(RESOLUTION) - {RUNNING}), *DERIVED]
MIN_POINTS, MAX_POINTS = 50, 20_000
EXAMPLE = {
    "time_s": [0, 1, 2],
    "channels": {"power_w": [180.0, None, 192.0], "heart_rate_bpm": [121.0, 121.0, 122.0]},
}


class ActivityPartView(AthleteScopedView):
    """A view of one activity of the athlete, a leg or a merged recording included."""

    data_class = "activities"

    def get_activity(self) -> Activity:
        return activity_or_404(self.get_athlete(), self.kwargs["uid"])


class StreamsSerializer(serializers.Serializer[Any]):
    time_s = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Elapsed seconds; one value a second unless `points` is given.",
    )
    channels = serializers.DictField(
        child=NumbersField(), help_text="A column per channel, as long as `time_s`; null is unknown."
    )


class StreamsView(ActivityPartView):
    @extend_schema(
        operation_id="activities_streams_retrieve",
        summary="Streams of an activity",
        description="Channels that the activity does not have, or that you may not read, are left out: "
        "`heart_rate_bpm` needs the data class `heart`, the coordinates need `places`. "
        "Within the athlete's privacy zones, places, height, distance and speed are null for everybody else "
        "and for programs. `graded_speed_mps` of a hilly run and `w_balance_j` of a ride with a power model "
        "are computed.",
        parameters=[
            ATHLETE,
            UID,
            OpenApiParameter(
                "channels",
                description=f"Comma separated, default all: {', '.join(f'`{name}`' for name in CHANNELS)}.",
                examples=[OpenApiExample("Two", value="power_w,heart_rate_bpm")],
            ),
            OpenApiParameter(
                "points",
                int,
                description=f"At most so many values ({MIN_POINTS} to {MAX_POINTS}), from all channels "
                "by largest triangle, three buckets (LTTB), so that peaks stay.",
            ),
        ],
        responses=StreamsSerializer,
        examples=[OpenApiExample("Three seconds", value=EXAMPLE, response_only=True)],
    )
    def get(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        wanted, points = _channels(request), _points(request)
        allowed = [name for name in wanted if self._is_open(name)]
        with_zones = sees_all_places(request.user, self.get_athlete())
        return Response(stream_columns(self.get_activity(), allowed, points, with_zones=with_zones))

    def _is_open(self, channel: str) -> bool:
        needed = DATA_CLASS_OF_CHANNEL.get(channel)
        return needed is None or self.may_read(needed)


def stream_columns(
    activity: Activity, names: list[str], points: int | None, *, with_zones: bool
) -> dict[str, Any]:
    """`{time_s, channels{name: []}}` of the channels there are, in `points` shared instants at most.

    Without `with_zones` nothing tells what is within the athlete's privacy zones.
    """
    channels = _channels_of(activity, names)
    if not with_zones:
        track = load_channels(activity, (LATITUDE, LONGITUDE))
        channels = without_zones(activity.athlete, channels, track)
    length = max((values.size for values in channels.values()), default=0)
    time = np.arange(length)
    if points is not None and length > points:
        share = 2 + (points - 2) // len(channels)
        picks = [lttb_indices(time.astype(float), values, share) for values in channels.values()]
        time = np.unique(np.concatenate(picks))
    columns = {name: plain(channels[name][time], DIGITS.get(name, 1)) for name in names if name in channels}
    return {"time_s": time.tolist(), "channels": columns}


def _channels_of(activity: Activity, names: list[str]) -> dict[str, Column]:
    """The stored channels asked for, and those that follow from stored ones."""
    if not set(names) & set(DERIVED):
        return load_channels(activity, names)
    grid = load_grid(activity)
    known = grid.channels | derived_channels(activity, grid)
    return {name: values for name, values in known.items() if name in names}


class LapsView(ActivityPartView):
    @extend_schema(
        operation_id="activities_laps_list",
        summary="Laps of an activity",
        parameters=[ATHLETE, UID],
        responses=LapSerializer(many=True),
    )
    def get(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        hidden = frozenset() if self.may_read("heart") else HEART_FIELDS
        laps = self.get_activity().laps.all()
        return Response(LapSerializer(laps, many=True, context={"hidden_fields": hidden}).data)


IN_A_FILE = frozenset({"heart", "places", "notes", "body", "sleep", "profile"})


class OriginalView(ActivityPartView):
    @extend_schema(
        operation_id="activities_original_retrieve",
        summary="The file an activity came in",
        description="Byte for byte as it was sent. It holds everything the device knew: heart rates, routes, "
        "words, and the weight, sleeping hours and profile that were set in it, so it needs the data classes "
        "`heart`, `places`, `notes`, `body`, `sleep` and `profile` too. Athletes "
        "with privacy zones give it to nobody else, nor to programs.",
        parameters=[ATHLETE, UID],
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The file.")},
    )
    def get(self, request: Request, athlete: str, uid: str) -> HttpResponseBase:  # noqa: ARG002
        if self._is_closed() or self._shows_zones():
            raise DataNotFoundError
        origin = self.get_activity().origins.exclude(file="").order_by("received_at").first()
        if origin is None:
            raise DataNotFoundError("This activity did not come in a file.", code="ORIGINAL_NOT_KEPT")
        etag = quote_etag(origin.sha256)
        if known := get_conditional_response(request._request, etag=etag):
            return known
        response = FileResponse(
            origin.file.open("rb"),
            as_attachment=True,
            filename=origin.file_name or "activity",
            content_type="application/octet-stream",
            headers={"ETag": etag},
        )
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def _is_closed(self) -> bool:
        """Whether a data class that the file may hold is not open to whoever asks."""
        return granted(self.request.user, self.get_athlete(), IN_A_FILE) != IN_A_FILE

    def _shows_zones(self) -> bool:
        """Whether the file would show what the athlete has hidden from whoever asks."""
        athlete = self.get_athlete()
        return not sees_all_places(self.request.user, athlete) and has_zones(athlete)


def _channels(request: Request) -> list[str]:
    text = request.query_params.get("channels", "")
    names = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = sorted(set(names) - set(CHANNELS))
    if unknown:
        raise ValidationError({"channels": f"There is no such channel: {', '.join(unknown)}."})
    return names or list(CHANNELS)


def _points(request: Request) -> int | None:
    if "points" not in request.query_params:
        return None
    field = serializers.IntegerField(min_value=MIN_POINTS, max_value=MAX_POINTS)
    try:
        return int(field.run_validation(request.query_params["points"]))
    except ValidationError as error:
        raise ValidationError({"points": error.detail}) from error
