"""Garmin's official Personal API: each athlete's own key."""
