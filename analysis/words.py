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
    "days": "Days looked at",
    "activities": "Activities",
    "duration": "Time",
    "distance": "Distance",
    "hrv_rmssd_ms": "HRV",
    "resting_hr_bpm": "Resting heart rate",
    "sleep_s": "Sleep",
    "ftp_w": "Threshold power",
    "lthr_bpm": "Threshold heart rate",
    "threshold_pace_s_per_km": "Threshold pace",
    "css_s_per_100m": "Critical swim speed",
}
CHANNELS = {"hrv": "HRV", "resting_hr": "Resting heart rate", "sleep": "Sleep"}
SEVERITIES = {"act": "Act", "watch": "Watch", "info": "Note"}
