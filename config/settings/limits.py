"""How much one athlete may store and send; all other limits are in docs/limits.md."""

import environ

env = environ.Env()

STORAGE_PER_ATHLETE_MB = env.int("STORAGE_PER_ATHLETE_MB", default=20_000)
UPLOADS_PER_DAY = env.int("UPLOADS_PER_DAY", default=20_000)
