"""Formline and Garmin's doubles as processes of their own, seen from outside alone."""
