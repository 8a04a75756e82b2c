"""People for tests: users, athletes, their thresholds and the coaches they let in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from athletes.models import Athlete, CoachInvitation, CoachLink, Threshold, User


class UserFactory(DjangoModelFactory):
    """Somebody who can log in; the password is "correct horse battery"."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password("correct horse battery")


class AthleteFactory(DjangoModelFactory):
    class Meta:
        model = Athlete

    user = factory.SubFactory(UserFactory)
    name = "Ada Runner"


class ThresholdFactory(DjangoModelFactory):
    """A cycling FTP of 250 W since 2026."""

    class Meta:
        model = Threshold

    athlete = factory.SubFactory(AthleteFactory)
    sport = Threshold.Sport.CYCLING
    kind = Threshold.Kind.FTP
    value = 250.0
    valid_from = date(2026, 1, 1)


class CoachLinkFactory(DjangoModelFactory):
    """A link in force that opens nothing: give it `scopes`."""

    class Meta:
        model = CoachLink

    coach = factory.SubFactory(UserFactory)
    athlete = factory.SubFactory(AthleteFactory)
    status = CoachLink.Status.ACTIVE
    scopes = factory.Dict({})


class CoachInvitationFactory(DjangoModelFactory):
    """An athlete asks coach@example.org, until 2100."""

    class Meta:
        model = CoachInvitation

    athlete = factory.SubFactory(AthleteFactory)
    email = "coach@example.org"
    token_sha256 = factory.Sequence(lambda n: f"{n:064d}")
    expires_at = datetime(2100, 1, 1, tzinfo=UTC)


def verify_email(user: User) -> EmailAddress:
    """What following the link in the verification mail leaves behind."""
    return EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
