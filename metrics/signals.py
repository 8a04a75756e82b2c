"""The one signal that goes up: an athlete's data changed."""

from django.dispatch import Signal

athlete_data_changed = Signal()
"""Sent on commit with `athlete_id: int` and `days: tuple[date, date]`, half-open. Receivers only enqueue."""
