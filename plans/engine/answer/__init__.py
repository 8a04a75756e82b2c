"""A plan as JSON: contracts section 7."""

from plans.engine.answer.build import answer

__all__ = ["answer"]
