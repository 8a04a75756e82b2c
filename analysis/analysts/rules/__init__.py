"""The deterministic analyst: words what the detectors and the load model say, and nothing else."""

from analysis.analysts.rules.analyst import RulesAnalyst

__all__ = ["RulesAnalyst"]
