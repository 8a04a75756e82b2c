from celery import current_app
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from config.core.scheduler import KeptEntry

NAME = "metrics.tasks.sweep"


def install(seconds: int) -> PeriodicTask:
    entry = {"task": NAME, "schedule": seconds, "options": {"expire_seconds": seconds}}
    KeptEntry.from_entry(NAME, app=current_app, **entry)
    return PeriodicTask.objects.get(name=NAME)


def test_an_entry_of_the_settings_becomes_a_row_that_says_so(db):
    row = install(60)

    assert (row.task, row.interval.every, row.interval.period) == (NAME, 60, "seconds")
    assert row.expire_seconds == 60
    assert row.description.startswith("As in the settings: ")


def test_new_settings_change_a_row_that_nobody_edited(db):
    install(60)

    assert install(90).interval.every == 90
    assert PeriodicTask.objects.filter(name=NAME).count() == 1


def test_what_an_operator_edited_stays_over_a_new_start_and_new_settings(db):
    row = install(60)
    row.interval = IntervalSchedule.objects.create(every=5, period="minutes")
    row.save()

    assert (install(60).interval.every, install(90).interval.period) == (5, "minutes")


def test_an_entry_that_was_switched_off_stays_off(db):
    row = install(60)
    row.enabled = False
    row.save()

    assert install(60).enabled is False


def test_rows_from_before_edits_were_told_apart_follow_the_settings(db):
    row = install(60)
    PeriodicTask.objects.filter(pk=row.pk).update(description="")

    assert install(90).interval.every == 90
