from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from config.core.ids import uuid7
from config.core.models import Deletable

User = get_user_model()


def test_ids_of_later_rows_sort_after_earlier_ones():
    ids = [uuid7() for _ in range(1_000)]

    assert ids == sorted(ids)
    assert {each.version for each in ids} == {7}


def test_a_row_starts_at_revision_one_and_grows_with_each_save(db):
    user = User.objects.create_user("ada@example.org")
    assert user.revision == 1

    user.name = "Ada"
    user.save()
    assert user.revision == 2

    user.name = "Ada L."
    user.save(update_fields=["name"])
    assert user.revision == 3
    assert User.objects.values_list("name", "revision").get() == ("Ada L.", 3)


def test_a_save_of_some_fields_moves_updated_at(db):
    user = User.objects.create_user("ada@example.org")
    before = user.updated_at

    user.save(update_fields=["name"])

    assert User.objects.get().updated_at > before


def test_two_copies_that_are_saved_never_end_at_the_same_revision(db):
    User.objects.create_user("ada@example.org")
    one, other = User.objects.get(), User.objects.get()

    one.save()
    other.save()

    assert (one.revision, other.revision) == (2, 3)


def test_a_failed_save_leaves_a_usable_revision(db):
    User.objects.create_user("ada@example.org")
    user = User.objects.create_user("bob@example.org")
    user.email = None

    with pytest.raises(IntegrityError), transaction.atomic():
        user.save()

    assert user.revision == 1


@pytest.mark.django_db(transaction=True)
def test_bulk_updates_count_and_rows_without_a_tombstone_are_alive():
    with isolate_apps("config.core"):

        class Note(Deletable):
            text = models.CharField(max_length=9)

            class Meta:
                app_label = "core"

    with connection.schema_editor() as editor:
        editor.create_model(Note)
    try:
        gone, kept = Note.objects.create(text="a"), Note.objects.create(text="b")
        Note.objects.filter(pk=gone.pk).update(deleted_at=gone.created_at)

        assert list(Note.objects.alive()) == [kept]
        assert list(Note.objects.order_by("pk").values_list("revision", flat=True)) == [2, 1]
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Note)


@pytest.mark.django_db(transaction=True)
def test_concurrent_saves_are_all_counted():
    pk = User.objects.create_user("ada@example.org").pk

    def save(_: int) -> int:
        try:
            user = User.objects.get(pk=pk)
            user.save()
            return user.revision
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(save, range(12)))

    assert User.objects.get().revision == 13
