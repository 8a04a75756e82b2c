"""Importing this module makes the installation of `mortal_house`, whose mail goes to the server of `post`."""

# In this order: the first names the mail server that the settings read.
from support.post import office  # isort: skip
from support import mortal_house  # noqa: F401 # isort: skip

__all__ = ["office"]
