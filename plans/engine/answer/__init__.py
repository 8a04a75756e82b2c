"""A plan as JSON: contracts section 7."""

from plans.engine.answer.build import answer, checks

__all__ = ["answer", "checks"]
