"""What the API's documentation says before its list of addresses. No Django here: the settings import it."""

DESCRIPTION = """
An athlete's activities, streams, daily values, load and analyses.

## Whose data

Everything of an athlete is below `/api/v1/athletes/{athlete}/`, where `{athlete}` is a uid or `me`. A coach
uses the athlete's uid and sees the data classes that the athlete has opened, each for reading or for writing
too: `profile`, `load`, `activities`, `places`, `heart`, `sleep`, `body`, `cycle`, `notes`, `plan`,
`analysis`, `chat`, `connections`. What is not open to you answers 404, as if it did not exist; single values
inside an answer are left out.

## Values

SI units, the unit is part of the name. `null` is unknown, never 0. Instants are ISO 8601 with an offset, days
are the athlete's local days, windows are half-open `[from, to)`. Fitness, fatigue and form are also known as
CTL, ATL and TSB, load as TSS, weighted power as NP and intensity as IF.

## Lists

`limit` (50, at most 200) rows at once; `next` and `previous` are addresses that stay right while rows are
added.

## How often

Every answer says what is left: `RateLimit-Limit` requests in a window, `RateLimit-Remaining` of them, and
`RateLimit-Reset` seconds until the next window; with several limits, of the one with the least left. Beyond
it the answer is 429 with `Retry-After`.

## Copies and changes

Every answer to GET has an `ETag`: send it as `If-None-Match` to get 304 while your copy still holds, and as
`If-Match` with a change of what has an address of its own to GET, to get 412 instead of overwriting somebody
else's change. In a browser's
session a change needs the CSRF token in `X-CSRFToken`.

Every change takes an `Idempotency-Key`, any text of your own: send it again under the same key when you
heard no answer, and within 24 hours it is done once and answered as the first time (without `ETag`, with
`Idempotent-Replayed: true`; a secret is null then). 409 means that the first one is still running, 422 that
another request has used the key.

Every list takes `fields`, and those of rows with a time of change `updated_since`. What will go is announced
by the headers `Deprecation` and `Sunset`, half a year ahead at least.
""".strip()

ENUM_NAMES = {
    "SportEnum": "metrics.models.activity.SPORTS",
    "ManualActivitySportEnum": "metrics.api.own_word_serializers.MANUAL_SPORTS",
    "RacePriorityEnum": "metrics.models.race.Race.Priority",
    "ThresholdSportEnum": "athletes.models.threshold.Threshold.Sport",
    "ThresholdKindEnum": "athletes.models.threshold.Threshold.Kind",
    "IntervalKindEnum": "metrics.models.curve.Interval.Kind",
    "MarkerKindEnum": "metrics.models.annotation.Annotation.Kind",
    "GoalEnum": "metrics.models.activity.Activity.Goal",
    "SeverityEnum": "metrics.models.signal.Signal.Severity",
    "ReadinessPartEnum": "metrics.api.readiness.PART_KEYS",
    "VerdictEnum": "metrics.models.check_in.ReadinessOverride.Verdict",
    "WeekdayEnum": "plans.models.preferences.Weekday",
    "CoachLinkRoleEnum": "athletes.models.CoachLink.Role",
    "CoachLinkStatusEnum": "athletes.models.CoachLink.Status",
    "SkipReasonEnum": "plans.models.session.PlannedSession.SkipReason",
    "DaysOffReasonEnum": "plans.models.preferences.Blackout.Reason",
    "AdviceStateEnum": "analysis.models.dialogue.Advice.State",
    "TurnStateEnum": "analysis.models.chat.Turn.State",
    "QuestionStateEnum": "analysis.models.dialogue.Question.State",
    "AIUsageStateEnum": "analysis.models.spend.AIUsage.State",
}
"""Enums whose names would otherwise be made up, or clash."""
