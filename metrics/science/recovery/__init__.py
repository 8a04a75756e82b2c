"""Recovery: heart rate variability, resting values, sleep, weight, and the readiness that they add up to.

Columns hold one value a day, NaN where nothing was measured: missing is never zero.
"""
