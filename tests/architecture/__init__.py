"""Guards: what the house has decided, checked on every file. Each one proves that it can fail."""
