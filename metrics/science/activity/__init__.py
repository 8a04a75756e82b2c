"""All numbers of one activity: `measure` for one call, `resample` and `measure_on` to keep the streams."""

from metrics.science.activity.measure import measure, measure_on
from metrics.science.activity.numbers import ActivityNumbers, LapNumbers, to_json

__all__ = ["ActivityNumbers", "LapNumbers", "measure", "measure_on", "to_json"]
