"""What an athlete brings to a session on its day, and the conditions that they meet."""

from __future__ import annotations

from dataclasses import dataclass

from athletes.sources.records import Sport


@dataclass(frozen=True, slots=True)
class Ability:
    """The efforts of a session's steps are fractions of `ftp_w` and `threshold_speed_mps`.

    `capacity` is the body's threshold of the day in relation to these two: the heart goes by the body.
    `dropout_share` is the share of sessions in which the strap loses contact for a minute or so.
    """

    ftp_w: float
    threshold_speed_mps: float
    lthr_running_bpm: float
    lthr_cycling_bpm: float
    hr_rest_bpm: float
    hr_max_bpm: float
    weight_kg: float
    capacity: float = 1.0
    hr_rise_s: float = 32.0
    hr_fall_s: float = 55.0
    hr_drift_per_minute: float = 0.00035
    dropout_share: float = 0.0
    power_sd: float = 0.04
    wind_mps: float = 1.0
    gps_m: float = 2.2
    altitude_noise_m: float = 0.0

    def lthr_bpm(self, sport: Sport) -> float:
        return self.lthr_running_bpm if sport is Sport.RUNNING else self.lthr_cycling_bpm
