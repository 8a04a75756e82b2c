"""Garmin Connect by the athlete's own login, through the `garminconnect` library."""
