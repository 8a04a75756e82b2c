"""Every session a plan is made of, with the numbers the week's planner weighs it by."""

from plans.engine.catalogue.build import catalogue
from plans.engine.catalogue.entry import CatalogueEntry, Experience, SessionKind
from plans.engine.catalogue.races import race_entry

__all__ = ["CatalogueEntry", "Experience", "SessionKind", "catalogue", "race_entry"]
