"""The part of FIT's profile that our fixtures need: numbers, base types and scales of messages and fields."""

from dataclasses import dataclass

ENUM, UINT8, SINT8, UINT16, SINT16 = 0x00, 0x02, 0x01, 0x84, 0x83
UINT32, SINT32, STRING, FLOAT32, BYTE = 0x86, 0x85, 0x07, 0x88, 0x0D

FORMATS = {
    ENUM: "B",
    UINT8: "B",
    SINT8: "b",
    UINT16: "H",
    SINT16: "h",
    UINT32: "I",
    SINT32: "i",
    FLOAT32: "f",
    BYTE: "B",
}
SIZES = {ENUM: 1, UINT8: 1, SINT8: 1, UINT16: 2, SINT16: 2, UINT32: 4, SINT32: 4, FLOAT32: 4, BYTE: 1}
INVALID = {
    ENUM: 0xFF,
    UINT8: 0xFF,
    SINT8: 0x7F,
    UINT16: 0xFFFF,
    SINT16: 0x7FFF,
    UINT32: 0xFFFFFFFF,
    SINT32: 0x7FFFFFFF,
    FLOAT32: float("nan"),
    BYTE: 0xFF,
}

FILE_TYPES = {"device": 1, "settings": 2, "workout": 5, "course": 6, "activity": 4, "weight": 9}
FILE_TYPES |= {"monitoring_b": 32}
SPORTS = {"generic": 0, "running": 1, "cycling": 2, "transition": 3, "swimming": 5, "training": 10}
SPORTS |= {
    "walking": 11,
    "rowing": 15,
    "multisport": 18,
    "stand_up_paddleboarding": 37,
    "fitness_equipment": 4,
}
SUB_SPORTS = {"generic": 0, "treadmill": 1, "trail": 3, "road": 7, "indoor_rowing": 14, "lap_swimming": 17}
SUB_SPORTS |= {"strength_training": 20, "yoga": 43, "swim_to_bike_transition": 34}
EVENT_TYPES = {"start": 0, "stop": 1, "stop_all": 4, "stop_disable_all": 9, "marker": 3}


@dataclass(frozen=True)
class Field:
    """What a field is on disk: raw = (value + offset) * scale."""

    number: int
    base: int
    scale: float = 1.0
    offset: float = 0.0
    names: dict[str, int] | None = None


_SUMMARY = {
    "timestamp": Field(253, UINT32),
    "start_time": Field(2, UINT32),
    "total_elapsed_time": Field(7, UINT32, 1000),
    "total_timer_time": Field(8, UINT32, 1000),
    "total_distance": Field(9, UINT32, 100),
}

MESSAGES: dict[str, tuple[int, dict[str, Field]]] = {
    "file_id": (
        0,
        {
            "type": Field(0, ENUM, names=FILE_TYPES),
            "manufacturer": Field(1, UINT16),
            "product": Field(2, UINT16),
            "serial_number": Field(3, 0x8C),
            "time_created": Field(4, UINT32),
            "product_name": Field(8, STRING),
        },
    ),
    "sport": (
        12,
        {"sport": Field(0, ENUM, names=SPORTS), "sub_sport": Field(1, ENUM, names=SUB_SPORTS)},
    ),
    "session": (
        18,
        {
            **_SUMMARY,
            "sport": Field(5, ENUM, names=SPORTS),
            "sub_sport": Field(6, ENUM, names=SUB_SPORTS),
            "total_calories": Field(11, UINT16),
            "avg_speed": Field(14, UINT16, 1000),
            "avg_heart_rate": Field(16, UINT8),
            "max_heart_rate": Field(17, UINT8),
            "avg_power": Field(20, UINT16),
            "total_ascent": Field(22, UINT16),
            "normalized_power": Field(34, UINT16),
            "training_stress_score": Field(35, UINT16, 10),
            "intensity_factor": Field(36, UINT16, 1000),
            "pool_length": Field(44, UINT16, 100),
            "threshold_power": Field(45, UINT16),
            "sport_profile_name": Field(110, STRING),
            "workout_feel": Field(192, UINT8),
            "workout_rpe": Field(193, UINT8),
        },
    ),
    "lap": (
        19,
        {
            **_SUMMARY,
            "avg_speed": Field(13, UINT16, 1000),
            "avg_heart_rate": Field(15, UINT8),
            "max_heart_rate": Field(16, UINT8),
            "avg_cadence": Field(17, UINT8),
            "avg_power": Field(19, UINT16),
            "total_ascent": Field(21, UINT16),
            "lap_trigger": Field(24, ENUM, names={"manual": 0, "time": 1, "distance": 2, "session_end": 7}),
            "sport": Field(25, ENUM, names=SPORTS),
            "avg_fractional_cadence": Field(80, UINT8, 128),
        },
    ),
    "record": (
        20,
        {
            "timestamp": Field(253, UINT32),
            "position_lat": Field(0, SINT32, 2**31 / 180),
            "position_long": Field(1, SINT32, 2**31 / 180),
            "altitude": Field(2, UINT16, 5, 500),
            "heart_rate": Field(3, UINT8),
            "cadence": Field(4, UINT8),
            "distance": Field(5, UINT32, 100),
            "speed": Field(6, UINT16, 1000),
            "power": Field(7, UINT16),
            "temperature": Field(13, SINT8),
            "fractional_cadence": Field(53, UINT8, 128),
            "enhanced_speed": Field(73, UINT32, 1000),
            "enhanced_altitude": Field(78, UINT32, 5, 500),
        },
    ),
    "event": (
        21,
        {
            "timestamp": Field(253, UINT32),
            "event": Field(0, ENUM, names={"timer": 0, "session": 8, "lap": 9}),
            "event_type": Field(1, ENUM, names=EVENT_TYPES),
        },
    ),
    "activity": (
        34,
        {
            "timestamp": Field(253, UINT32),
            "total_timer_time": Field(0, UINT32, 1000),
            "num_sessions": Field(1, UINT16),
            "local_timestamp": Field(5, UINT32),
        },
    ),
    "length": (
        101,
        {
            "timestamp": Field(253, UINT32),
            "start_time": Field(2, UINT32),
            "total_elapsed_time": Field(3, UINT32, 1000),
            "total_timer_time": Field(4, UINT32, 1000),
            "avg_speed": Field(6, UINT16, 1000),
            "avg_swimming_cadence": Field(9, UINT8),
            "length_type": Field(12, ENUM, names={"idle": 0, "active": 1}),
        },
    ),
    "hr": (
        132,
        {
            "timestamp": Field(253, UINT32),
            "fractional_timestamp": Field(0, UINT16, 32768),
            "filtered_bpm": Field(6, UINT8),
            "event_timestamp": Field(9, UINT32, 1024),
            "event_timestamp_12": Field(10, BYTE),
        },
    ),
    "developer_data_id": (207, {"application_id": Field(1, BYTE), "developer_data_index": Field(3, UINT8)}),
    "field_description": (
        206,
        {
            "developer_data_index": Field(0, UINT8),
            "field_definition_number": Field(1, UINT8),
            "fit_base_type_id": Field(2, UINT8),
            "field_name": Field(3, STRING),
            "units": Field(8, STRING),
            "native_field_num": Field(15, UINT8),
        },
    ),
}
SIZES[0x8C] = 4
FORMATS[0x8C] = "I"
INVALID[0x8C] = 0
