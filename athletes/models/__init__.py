from athletes.models.api_key import ApiKey
from athletes.models.athlete import Athlete
from athletes.models.coaching import DATA_CLASSES, CoachInvitation, CoachLink, DataRead, RosterView
from athletes.models.connection import Connection, ConnectionAttempt, Credential, DataKey, Way
from athletes.models.device import Device
from athletes.models.feed import ExternalId, Tombstone
from athletes.models.partner import PartnerGrant
from athletes.models.privacy import DataExport, ErasureRequest, PrivacyZone
from athletes.models.threshold import Threshold
from athletes.models.user import User

__all__ = [
    "DATA_CLASSES",
    "ApiKey",
    "Athlete",
    "CoachInvitation",
    "CoachLink",
    "Connection",
    "ConnectionAttempt",
    "Credential",
    "DataExport",
    "DataKey",
    "DataRead",
    "Device",
    "ErasureRequest",
    "ExternalId",
    "PartnerGrant",
    "PrivacyZone",
    "RosterView",
    "Threshold",
    "Tombstone",
    "User",
    "Way",
]
