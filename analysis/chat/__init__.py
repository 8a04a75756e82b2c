"""Talking about the athlete's own data: tools compute, the analyst words, code writes the numbers."""
