"""Models that are scripted: one that keeps the rules, and those that break them, each in its own way."""
