"""Garmin's two services as real servers, with accounts that this project made up."""
