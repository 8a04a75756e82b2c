"""What a test run may lack."""


class Unavailable(Exception):
    """Something that the tests need cannot be had here; the message says why, for the person who reads it."""
