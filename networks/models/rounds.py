"""Rounds, their deadlines, what is marked as done, and dispensations."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common.moves import guarded
from networks.models.networks import Network
from networks.models.people import User
from networks.models.places import County, Kindergarten, Organisation
from networks.schemes import SCHEMES, Scheme, scheme
from networks.states import DeadlineState, Duty, RequestState


class Round(models.Model):
    """One county's grant year, pinned to the scheme it is run under."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="rounds")
    grant_year = models.PositiveSmallIntegerField()
    scheme_key = models.CharField(max_length=30, choices=[(key, key) for key in SCHEMES])
    moves_to_working_day = models.BooleanField(default=False)

    class Meta:
        ordering = ["-grant_year"]
        constraints = [models.UniqueConstraint(fields=["county", "grant_year"], name="round_once_a_year")]

    def __str__(self) -> str:
        return f"{self.county} {self.grant_year}"

    @property
    def reference_on(self) -> date:
        """The day on which memberships and partnerships count for this round: 1 January of the grant year."""
        return date(self.grant_year, 1, 1)

    @property
    def scheme(self) -> Scheme:
        """What the law and the scheme say for this round."""
        return scheme(self.scheme_key)


def usual_days_before() -> list[int]:
    """How many days before a date one is reminded, unless the round says otherwise."""
    return [21, 7, 1]


def usual_days_after() -> list[int]:
    """How many days after a date those who still owe are reminded, unless the round says otherwise."""
    return [1, 7]


class Reminding(models.Model):
    """When one is reminded: at the opening, and so many days before and after the date."""

    reminds_at_opening = models.BooleanField(default=True)
    remind_before = ArrayField(models.PositiveSmallIntegerField(), default=usual_days_before, blank=True)
    remind_after = ArrayField(models.PositiveSmallIntegerField(), default=usual_days_after, blank=True)

    class Meta:
        abstract = True


class Deadline(Reminding):
    """When a duty of a round opens and is due, and when one is reminded. Whether it is open is answered by
    `networks.deadlines` alone; `due_at` is the date as set, before the move to a working day.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="deadlines")
    duty = models.CharField(max_length=20, choices=Duty)
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closes = models.BooleanField()
    state = models.CharField(max_length=10, choices=DeadlineState, default=DeadlineState.PLANNED)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "duty"], name="deadline_once_a_round"),
            models.CheckConstraint(condition=Q(due_at__gt=F("opens_at")), name="deadline_due_after_opening"),
        ]
        triggers = guarded(DeadlineState.PLANNED)

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.round}"


class Body(models.Model):
    """Whom something is about: an organisation, a network, a kindergarten, or an owner towards one network."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    kindergarten = models.ForeignKey(
        Kindergarten, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def body_key(self) -> tuple[int | None, int | None, int | None]:
        """The keys of organisation, network and kindergarten: equal for the same body."""
        return self.organisation_id, self.network_id, self.kindergarten_id


def names_a_body(name: str) -> models.CheckConstraint:
    """Somebody is named."""
    return models.CheckConstraint(
        name=name,
        condition=Q(organisation__isnull=False) | Q(network__isnull=False) | Q(kindergarten__isnull=False),
    )


class Dispensation(Body):
    """A later instant for one body and one duty, with a reason. It expires by itself."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="dispensations")
    due_at = models.DateTimeField()
    reason = models.TextField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="dispensations")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [names_a_body("dispensation_names_a_body")]

    def __str__(self) -> str:
        return f"{self.deadline}: {self.due_at}"


class DispensationRequest(Body):
    """A body asks for a later date for one duty; the receiver of what is owed answers."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="requests")
    reason = models.TextField()
    wanted_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="requests_asked")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="requests_answered"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    dispensation = models.OneToOneField(
        Dispensation, on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            names_a_body("request_names_a_body"),
            models.UniqueConstraint(
                fields=["deadline", "organisation", "network", "kindergarten"],
                condition=Q(state="asked"),
                nulls_distinct=False,
                name="request_one_unanswered",
            ),
            models.CheckConstraint(
                name="request_granted_has_dispensation",
                condition=Q(state="granted", dispensation__isnull=False)
                | (~Q(state="granted") & Q(dispensation__isnull=True)),
            ),
        ]
        triggers = guarded(RequestState.ASKED)

    def __str__(self) -> str:
        return f"{self.deadline}: {self.get_state_display()}"


class Completion(models.Model):
    """A duty that is done outside the portal is marked as done: by the governor's office, or by a network."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="completions")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="completions"
    )
    note = models.TextField(blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="completions")
    done_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="completions_undone"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-done_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "network"],
                condition=Q(undone_at__isnull=True),
                nulls_distinct=False,
                name="completion_once",
            ),
            models.CheckConstraint(
                name="completion_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline}: {self.done_at}"


class CalendarFeed(models.Model):
    """A person's own link to their duties as a calendar. Whoever has the link can read it, so it can be revoked."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="calendar_feeds")
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_feed_one_valid"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.created_at}"
