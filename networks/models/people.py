"""People and their seats."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from networks.models.networks import Forum, Network
from networks.models.periods import Period, ends_after_start, period
from networks.models.places import County, Kindergarten, Municipality, Organisation
from networks.roles import BODY_FIELD, Interest, Role


class UserManager(BaseUserManager["User"]):
    """People are found by e-mail, without regard to case."""

    def create_user(self, email: str, name: str = "", **fields: Any) -> "User":
        """A person without a password: sign-in is by a code sent to `email`."""
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person. What they may do follows from their seats alone."""

    class Language(models.TextChoices):
        NB = "nb", _("Bokmål")
        EN = "en", _("English")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.NB)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_lower_case"),
            models.UniqueConstraint(
                fields=["is_system"], condition=Q(is_system=True), name="user_one_system"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        """The first of the person's names."""
        return self.name.split(" ")[0] if self.name else self.email


def _body_matches_role() -> Q:
    columns = ["county", "kindergarten", "organisation", "network", "forum"]
    rule = Q()
    for role, column in BODY_FIELD.items():
        rule |= Q(role=role, **{f"{name}__isnull": name != column for name in columns})
    return rule


def _one_holder(name: str, role: Role, **more: Any) -> ExclusionConstraint:
    column = BODY_FIELD[role]
    return ExclusionConstraint(
        name=name,
        expressions=[(column, RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
        condition=Q(role=role, substitute_for__isnull=True, **more),
        violation_error_message=_("Somebody else holds this role in the same period."),
    )


class Place(Period):
    """A role in one body for a period, and whom one speaks for there."""

    role = models.CharField(max_length=20, choices=Role)
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    kindergarten = models.ForeignKey(
        Kindergarten, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    interest = models.CharField(max_length=20, choices=Interest, blank=True)
    represents = models.CharField(max_length=160, blank=True)
    is_chair = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def body(self) -> models.Model:
        """The kindergarten, organisation, network, forum or county that the role is held in."""
        return getattr(self, BODY_FIELD[Role(self.role)])

    @property
    def body_pk(self) -> int:
        """The body's primary key, without loading it."""
        return getattr(self, f"{BODY_FIELD[Role(self.role)]}_id")

    @property
    def body_model(self) -> type[models.Model]:
        """The body's model."""
        return self._meta.get_field(BODY_FIELD[Role(self.role)]).related_model  # type: ignore[return-value]  # -- always a model class


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Seat(Place):
    """A person's role in one body for a period. Permissions come from seats only.

    A substitute has the role's rights in the period, but one voice with the one they stand in for: who is called and
    who votes is answered by `networks.queries.meetings` and `networks.queries.votes`.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    substitute_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )

    class Meta:
        ordering = ["valid_from", "pk"]
        indexes = [models.Index(fields=["user", "role"], name="seat_of_user")]
        constraints = [
            models.CheckConstraint(condition=_body_matches_role(), name="seat_body_matches_role"),
            _one_holder("seat_one_head", Role.HEAD),
            _one_holder("seat_one_network_leader", Role.NETWORK_LEADER),
            _one_holder("seat_one_uh_coordinator", Role.UH_COORDINATOR),
            _one_holder("seat_one_forum_chair", Role.FORUM_MEMBER, is_chair=True),
            models.CheckConstraint(
                name="seat_chair_of_forum", condition=Q(is_chair=False) | Q(role=Role.FORUM_MEMBER)
            ),
            ends_after_start("seat_period"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.body}"


class InvitationStand(StrEnum):
    """How an invitation stands."""

    WAITING = "waiting"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class HomeVisit(models.Model):
    """When a person last saw the home page, and when their visit before that ended: what is newer is news.

    A visit lasts as long as the person keeps coming back within some hours.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="home_visit")
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return f"{self.user}: {self.last_at}"


class SeatInvitation(Place):
    """An invitation by e-mail to a role: its link works once, until `expires_at`. Only the link's SHA-256 is kept.

    The seat is made when the invitation is accepted, and begins then, or on `valid_from` where that lies ahead.
    """

    email = models.EmailField()
    name = models.CharField(max_length=120)
    substitute_for = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="invited_substitutes"
    )
    takes_over = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="invited_successors"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations_sent")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    seat = models.OneToOneField(
        Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_withdrawn"
    )

    class Meta:
        ordering = ["-invited_at", "-pk"]
        indexes = [models.Index(fields=["email"], name="seat_invitation_to")]
        constraints = [
            models.CheckConstraint(name="seat_invitation_body_matches_role", condition=_body_matches_role()),
            models.CheckConstraint(
                name="seat_invitation_email_in_lower_case", condition=Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="seat_invitation_ends_once",
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="seat_invitation_withdrawn_by_somebody",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            ends_after_start("seat_invitation_period"),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}, {self.body}"

    def stand_at(self, now: datetime) -> InvitationStand:
        """How the invitation stands at `now`."""
        if self.accepted_at is not None:
            return InvitationStand.ACCEPTED
        if self.withdrawn_at is not None:
            return InvitationStand.WITHDRAWN
        return InvitationStand.EXPIRED if self.expires_at <= now else InvitationStand.WAITING
