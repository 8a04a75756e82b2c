"""Activities as the two services list and describe them. Unknown fields and nulls are part of it."""

from __future__ import annotations

from datetime import UTC, timedelta

from tests.doubles.garmin.forms import Json, epoch_ms, spaced, stamp
from tests.doubles.garmin.outings import TYPES, Outing
from tests.doubles.garmin.person import Person


def listed(person: Person, one: Outing) -> dict[str, Json]:
    """One item of the list."""
    type_id, key, parent_type = TYPES[one.sport]
    end = one.start + timedelta(seconds=one.seconds)
    return {
        "activityId": one.id,
        "activityName": one.name,
        "startTimeLocal": spaced(one.local_start),
        "startTimeGMT": spaced(one.start),
        "activityType": {"typeId": type_id, "typeKey": key, "parentTypeId": parent_type, "isHidden": False},
        "eventType": {"typeId": 9, "typeKey": "uncategorized", "sortOrder": 10},
        "beginTimestamp": epoch_ms(one.start),
        "endTimeGMT": spaced(end),
        "ownerId": person.profile_id,
        "ownerDisplayName": person.display_name,
        "ownerFullName": "Ada Example",
        "timeZoneId": 124,
        "sportTypeId": 1,
        "manualActivity": one.is_manual,
        "isParent": bool(one.children),
        "parent": bool(one.children),
        "parentId": one.parent_id,
        "isPR": False,
        "pr": False,
        "hasPolyline": one.sport != "swimming" and not one.is_manual,
        "privacy": {"typeId": 2, "typeKey": "private"},
        "userRoles": ["SCOPE_ATP_READ"],
        "splitSummaries": None,
        "somethingNew": {"of": ["unknown", "shape"]},
    } | _figures(one)


def _figures(one: Outing) -> dict[str, Json]:
    power = one.power_w
    return {
        "duration": float(one.seconds),
        "elapsedDuration": float(one.seconds),
        "movingDuration": float(one.seconds - 5),
        "distance": one.distance_m,
        "elevationGain": 49.0 if one.sport != "swimming" else None,
        "elevationLoss": 49.0 if one.sport != "swimming" else None,
        "averageSpeed": one.distance_m / one.seconds,
        "maxSpeed": one.distance_m / one.seconds * 1.2,
        "averageHR": float(one.heart_bpm),
        "maxHR": float(one.heart_bpm + 20),
        "calories": float(one.seconds // 6),
        "avgPower": power and float(power),
        "maxPower": power and power * 2.5,
        "normPower": power and power + 5.0,
        "trainingStressScore": None,
        "intensityFactor": None,
        "aerobicTrainingEffect": 3.1,
        "anaerobicTrainingEffect": 0.4,
        "trainingEffectLabel": "AEROBIC_BASE",
        "activityTrainingLoad": one.seconds / 36,
        "vO2MaxValue": 52.0 if one.sport == "running" else None,
        "hrTimeInZone_1": one.seconds * 0.25,
        "hrTimeInZone_2": one.seconds * 0.75,
        "lapCount": 1,
        "poolLength": 2_500.0 if one.sport == "swimming" else None,
        "averageRunningCadenceInStepsPerMinute": 170.0 if one.sport == "running" else None,
        "differenceBodyBattery": -9,
    }


def described(person: Person, one: Outing) -> dict[str, Json]:
    """The single activity."""
    type_id, key, parent_type = TYPES[one.sport]
    return {
        "activityId": one.id,
        "activityUUID": {"uuid": f"00000000-0000-4000-8000-{one.id:012d}"},
        "activityName": one.name,
        "userProfileId": person.profile_id,
        "isMultiSportParent": bool(one.children),
        "activityTypeDTO": {"typeId": type_id, "typeKey": key, "parentTypeId": parent_type},
        "eventTypeDTO": {"typeId": 9, "typeKey": "uncategorized"},
        "timeZoneUnitDTO": {"unitId": 124, "unitKey": str(person.zone), "timeZone": str(person.zone)},
        "metadataDTO": _metadata(one),
        "summaryDTO": _summary(one),
        "splitSummaries": [],
    }


def _metadata(one: Outing) -> dict[str, Json]:
    return {
        "childIds": [child.id for child in one.children],
        "childActivityTypes": [child.type_key for child in one.children],
        "fileFormat": None if one.is_manual else {"formatId": 7, "formatKey": "fit"},
        "sensors": None,
        "manualActivity": one.is_manual,
        "elevationCorrected": False,
        "trimmed": False,
        "lastUpdateDate": stamp(one.start + timedelta(hours=2)),
        "uploadedDate": stamp(one.start + timedelta(hours=2)),
    }


def _summary(one: Outing) -> dict[str, Json]:
    return {
        "startTimeLocal": stamp(one.local_start),
        "startTimeGMT": stamp(one.start.astimezone(UTC)),
        "distance": one.distance_m,
        "duration": float(one.seconds),
        "elapsedDuration": float(one.seconds),
        "movingDuration": float(one.seconds - 5),
        "averageSpeed": one.distance_m / one.seconds,
        "averageHR": float(one.heart_bpm),
        "maxHR": float(one.heart_bpm + 20),
        "calories": float(one.seconds // 6),
        "averagePower": one.power_w and float(one.power_w),
        "normalizedPower": one.power_w and one.power_w + 5.0,
        "functionalThresholdPower": None,
        "intensityFactor": one.power_w and 80.0,
        "directWorkoutFeel": 75,
        "directWorkoutRpe": 40,
    }


def workouts(one: Outing) -> list[Json]:
    """The workout that was followed: every third activity had one."""
    if one.id // 10 % 3:
        return []
    step = {"stepIndex": 0, "intensity": "ACTIVE", "durationType": "TIME", "durationValue": 600}
    target = {"targetType": "HEART_RATE", "targetValueLow": 230, "targetValueHigh": 245}
    return [
        {
            "workoutName": "Ten steady minutes",
            "sport": one.type_key.upper(),
            "timeCreated": stamp(one.start),
            "steps": [step | target],
        }
    ]
