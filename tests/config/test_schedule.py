from config.core.celery import find
from config.schedule import SCHEDULE, beat_schedule


def test_every_task_of_the_schedule_exists_and_takes_nothing():
    for name, _ in SCHEDULE:
        assert find(name).run.__code__.co_argcount == 0


def test_each_entry_is_named_after_its_task_and_expires_before_the_next_tick():
    entries = beat_schedule()

    assert len(entries) == len(SCHEDULE)
    assert entries["config.tasks.heartbeat"] == {
        "task": "config.tasks.heartbeat",
        "schedule": 30,
        "options": {"expire_seconds": 30},
    }


def test_the_settings_hand_the_schedule_to_beat(settings):
    assert beat_schedule() == settings.CELERY_BEAT_SCHEDULE
