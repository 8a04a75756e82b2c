"""People who ask for what must not be given, and a model that would give it."""
