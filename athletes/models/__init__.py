from athletes.models.athlete import Athlete
from athletes.models.coaching import DATA_CLASSES, CoachLink
from athletes.models.connection import Connection, ConnectionAttempt, Credential, DataKey, Way
from athletes.models.threshold import Threshold
from athletes.models.user import User

__all__ = [
    "DATA_CLASSES",
    "Athlete",
    "CoachLink",
    "Connection",
    "ConnectionAttempt",
    "Credential",
    "DataKey",
    "Threshold",
    "User",
    "Way",
]
