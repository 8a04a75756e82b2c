from analysis.models.analysis import Analysis

__all__ = ["Analysis"]
