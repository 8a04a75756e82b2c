"""Twenty questions to any plan, whoever made it."""

from plans.engine.rules.finding import Finding
from plans.engine.rules.judged import Judged, Session
from plans.engine.rules.register import RULES, Rule, Verdict, check, not_asked, score

__all__ = ["RULES", "Finding", "Judged", "Rule", "Session", "Verdict", "check", "not_asked", "score"]
