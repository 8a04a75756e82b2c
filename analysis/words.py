"""How the metrics of a pack are called, plain words first; no digits, since templates use them too."""

LABELS = {
    "fitness": "Fitness",
    "fatigue": "Fatigue",
    "form": "Form",
    "ramp": "Change of fitness in a week",
    "load": "Load",
    "strain": "Strain of the week",
    "monotony": "Monotony",
    "run_distance": "Distance of the run",
    "days_without_data": "Days without data",
    "days_of_history": "Days since the first activity",
    "days_since_training": "Days since the last activity",
    "days_missing": "Days without a value",
    "days_not_synced": "Days not synced yet",
    "days": "Days looked at",
    "activities": "Activities",
    "duration": "Time",
    "distance": "Distance",
    "hrv_rmssd_ms": "HRV",
    "resting_hr_bpm": "Resting heart rate",
    "sleep_s": "Sleep",
    "sleep_debt": "Missing sleep of the week",
    "respiration_rpm": "Breathing rate",
    "stress": "Stress",
    "body_battery_high": "Body battery",
    "weight_kg": "Weight",
    "weekly_load": "Load of the week",
    "two_week_load": "Load of two weeks",
    "easy_share": "Easy time",
    "medium_share": "Time in the middle",
    "hard_share": "Hard time",
    "power_fault": "Power meter at fault for",
    "heart_rate_fault": "Heart rate sensor at fault for",
    "speed_fault": "Speed sensor at fault for",
    "cadence_fault": "Cadence sensor at fault for",
    "altitude_fault": "Altitude sensor at fault for",
    "position_fault": "Position at fault for",
    "sensor_fault": "Sensor at fault for",
    "ftp_w": "Threshold power",
    "lthr_bpm": "Threshold heart rate",
    "threshold_pace_s_per_km": "Threshold pace",
    "css_s_per_100m": "Critical swim speed",
    "intensity": "Intensity",
    "decoupling": "Drift of heart rate",
    "sleep_score": "Sleep score",
    "steps": "Steps",
    "own_feel": "How you felt, of five",
    "own_soreness": "Freedom from soreness, of five",
    "time_to_train": "Time to train",
    "days_to_race": "Days to the race",
    "race_goal": "Goal of the race",
    "marked_days": "Marked days",
    "altitude": "Altitude",
    "cycle_day": "Days into the cycle",
}
BESTS = {
    "5s": "five seconds",
    "15s": "fifteen seconds",
    "30s": "thirty seconds",
    "60s": "one minute",
    "120s": "two minutes",
    "180s": "three minutes",
    "300s": "five minutes",
    "480s": "eight minutes",
    "600s": "ten minutes",
    "720s": "twelve minutes",
    "1200s": "twenty minutes",
    "1800s": "thirty minutes",
    "2400s": "forty minutes",
    "3600s": "an hour",
    "100m": "a hundred metres",
    "200m": "two hundred metres",
    "400m": "four hundred metres",
    "800m": "eight hundred metres",
    "1000m": "a kilometre",
    "1500m": "fifteen hundred metres",
    "1609m": "a mile",
    "3000m": "three kilometres",
    "5000m": "five kilometres",
    "10000m": "ten kilometres",
    "15000m": "fifteen kilometres",
    "21098m": "a half marathon",
    "42195m": "a marathon",
}
SPORTS = ("running", "cycling", "swimming", "other")
CHANNELS = {"hrv": "HRV", "resting_hr": "Resting heart rate", "sleep": "Sleep"}
KINDS = {
    "illness_onset": "Body under strain",
    "overreaching": "Overreaching",
    "under_recovery": "Slow recovery",
    "detraining": "Training pause",
    "sleep_debt": "Short nights",
    "load_spike": "Load spike",
    "ramp_high": "Fast build-up",
    "monotony_high": "Monotony",
    "intensity_mix": "Mix of intensities",
    "form_low": "Deep fatigue",
    "form_high": "Much rest",
    "threshold_change": "Threshold",
    "personal_best": "Personal best",
    "device_change": "Another device",
    "data_gap": "Missing data",
    "sensor_dropout": "Sensor silent",
    "cadence_lock": "Heart rate follows cadence",
    "sensor_spike": "Impossible values",
    "sensor_stuck": "Sensor stuck",
    "gps_jump": "Position jumps",
}
SEVERITIES = {"act": "Act", "watch": "Watch", "info": "Note"}
PRIORITIES = {"must": "Comes first", "should": "Advised", "could": "If you like"}
WORKOUTS = {"running": "A run", "cycling": "A ride", "swimming": "A swim"}


OF_A_WEEK = "_7d"


def label_of(metric: str) -> str:
    """The name of a metric; of one that names a sport and a span too, such as "cycling_power_300s"."""
    if metric in LABELS:
        return LABELS[metric]
    if metric.endswith(OF_A_WEEK):
        return f"{label_of(metric.removesuffix(OF_A_WEEK))} of a week"
    sport, _, rest = metric.partition("_")
    channel, _, span = rest.rpartition("_")
    if span in BESTS:
        return f"{'Power' if channel == 'power' else 'Pace'} over {BESTS[span]}"
    if rest == "device_uses":
        return "Recordings with it"
    if sport in SPORTS and rest in LABELS:
        return LABELS[rest]
    return "A value"


TOOLS = {
    "get_metric": "Looking at your measurements…",
    "compare_periods": "Comparing two times…",
    "correlate": "Looking whether they go together…",
    "list_activities": "Looking at your activities…",
    "get_activity": "Looking at one activity…",
    "get_plan": "Looking at your plan…",
    "get_forecast": "Looking ahead…",
    "simulate_load": "Working out what would be…",
    "propose_workout": "Writing a workout…",
    "remember_fact": "Noting something to remember…",
}
"""What is said while a tool of the chat works."""
