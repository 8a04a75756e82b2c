"""Error codes of imports and originals, for the list in the API's documentation."""

from __future__ import annotations

from athletes.sources.files import errors
from config.core.api.codes import Code, register

UNUSABLE = 422
MEANINGS = {
    errors.FILE_EMPTY: "The file is empty.",
    errors.FILE_TRUNCATED: "The file ends before anything of use.",
    errors.FILE_CORRUPT: "The file is damaged.",
    errors.FILE_TYPE_UNKNOWN: "This is no FIT, TCX or GPX file.",
    errors.FILE_NOT_ACTIVITY: "This is a course, a workout or something else that nobody did.",
    errors.FILE_NO_SAMPLES: "The file holds nothing that was recorded.",
    errors.FILE_TOO_LARGE: "The file is larger than any recording.",
    errors.FILE_TOO_DEEP: "The XML is nested too deeply.",
    errors.FILE_XML_UNSAFE: "The XML declares entities, which is not accepted.",
    errors.FILE_XML_INVALID: "The XML is not well formed.",
    errors.FILE_DATE_IMPOSSIBLE: "The recording's date cannot be right.",
    errors.ARCHIVE_INVALID: "The archive is damaged.",
    errors.ARCHIVE_TOO_LARGE: "The archive unpacks to more than is accepted.",
    errors.ARCHIVE_TOO_MANY_FILES: "The archive holds more files than are accepted.",
    errors.ARCHIVE_UNSAFE_PATH: "A path in the archive leads out of it.",
    errors.ARCHIVE_ENCRYPTED: "The archive is protected by a password.",
    "FILE_QUARANTINED": "Reading the file failed three times; it is kept aside.",
    "ACTIVITY_EMPTY": "The recording has no duration.",
    "ACTIVITY_TIME_NAIVE": "The recording's start has no time zone.",
}

register(
    Code("RACE_EXISTS", 409, False, "A race of this name, day and sport is entered already."),
    Code("ORIGINAL_NOT_KEPT", 404, False, "This activity did not come in a file."),
    Code(errors.FILE_PARSER_CRASHED, UNUSABLE, True, "Reading the file failed; it is tried again."),
    Code(errors.FILE_PARSER_TIMEOUT, UNUSABLE, True, "Reading the file took too long; it is tried again."),
    *(Code(code, UNUSABLE, False, meaning) for code, meaning in MEANINGS.items()),
)
