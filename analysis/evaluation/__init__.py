"""Measuring the analyst from outside: invented athletes, models that lie, and people who ask for trouble."""
