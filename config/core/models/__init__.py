"""The tables of the foundation, and the abstract rows of every other app."""

from config.core.models.base import Deletable, DeletableQuerySet, Named, NamedQuerySet

__all__ = ["Deletable", "DeletableQuerySet", "Named", "NamedQuerySet"]
