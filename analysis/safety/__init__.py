"""What code does, in reviewed words, when somebody tells of what is no question of training."""

from analysis.safety.after import forbidden, urges
from analysis.safety.texts import ADVICE, Alert, Code
from analysis.safety.triage import stops_training, triage

__all__ = ["ADVICE", "Alert", "Code", "forbidden", "stops_training", "triage", "urges"]
