"""Importing this module makes the installation of `house`, led to the double of `garmin_api`."""

# In this order: the first sets the environment that the second reads.
from support import garmin_api, house  # noqa: F401
