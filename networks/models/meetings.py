"""Meetings of the cooperation forum and of networks: agenda, papers, who is called, who is impartial, votes."""

import pghistory
from django.db import models
from django.db.models import F, Q

from common.models import Attachment, Document
from common.moves import guarded
from networks.models.arenas import Arena
from networks.models.networks import Forum, Network
from networks.models.people import Seat, User
from networks.models.places import County, Kindergarten, Municipality
from networks.models.rounds import Round
from networks.models.vote_triggers import BALLOT_TRIGGERS, OPEN_BALLOT_HOLDS_CASE, VOTE_TRIGGERS
from networks.states import (
    AgendaKind,
    ImpartialityState,
    ItemState,
    MeetingAnswer,
    MeetingState,
    VoteChoice,
)

LONG_TEXT = 10_000
"""The longest free text of a meeting, in characters."""


class Meeting(models.Model):
    """A meeting of the cooperation forum, or of a network. `sequence` counts the invitations that were sent."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    arena = models.ForeignKey(Arena, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    kindergarten = models.ForeignKey(
        Kindergarten, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    notice = models.TextField(blank=True, max_length=LONG_TEXT)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    chair = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings_chaired"
    )
    sequence = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    minutes_text = models.TextField(blank=True, max_length=LONG_TEXT)
    minutes = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_of"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="meetings_created")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["forum", "-starts_at"], name="meeting_of_forum"),
            models.Index(fields=["network", "-starts_at"], name="meeting_of_network"),
        ]
        constraints = [
            models.CheckConstraint(
                name="meeting_of_one_body",
                condition=Q(forum__isnull=False, network__isnull=True)
                | Q(forum__isnull=True, network__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_arena_of_network", condition=Q(arena__isnull=True) | Q(network__isnull=False)
            ),
            models.CheckConstraint(name="meeting_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="meeting_called_has_time",
                condition=Q(state__in=["draft", "cancelled"]) | Q(called_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_minuted_has_minutes",
                condition=~Q(state="minuted") | Q(minutes__isnull=False),
            ),
        ]
        triggers = guarded(MeetingState.DRAFT)

    def __str__(self) -> str:
        return self.title

    @property
    def body(self) -> Forum | Network:
        """The forum or the network that meets."""
        return self.forum or self.network  # type: ignore[return-value]  # -- a constraint: one of them is there

    @property
    def who_meets(self) -> str:
        """The body that meets; of a network also in which arena, and where that is for one place."""
        place = self.kindergarten or self.municipality
        named = self.arena and (f"{self.arena} ({place})" if place else str(self.arena))
        return f"{self.body}, {named}" if named else str(self.body)

    @property
    def county(self) -> County:
        """The county of the body that meets, whose governor's office is its secretary."""
        return self.body.county


class AgendaItem(models.Model):
    """One case of a meeting: what is proposed, and what came of it. `is_carried` is the answer of a vote."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=AgendaKind, default=AgendaKind.OTHER)
    title = models.CharField(max_length=200)
    background = models.TextField(blank=True, max_length=LONG_TEXT)
    proposal = models.TextField(blank=True, max_length=LONG_TEXT)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.OPEN)
    resolution = models.TextField(blank=True, max_length=LONG_TEXT)
    minutes_text = models.TextField(blank=True, max_length=LONG_TEXT)
    dissent = models.TextField(blank=True, max_length=LONG_TEXT)
    is_carried = models.BooleanField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items_recorded"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agenda_item_voted_has_answer",
                condition=Q(state="voted", is_carried__isnull=False)
                | (~Q(state="voted") & Q(is_carried__isnull=True)),
            ),
            models.CheckConstraint(
                name="agenda_item_decided_is_signed",
                condition=Q(state="open") | Q(decided_at__isnull=False, recorded_by__isnull=False),
            ),
        ]
        triggers = [*guarded(ItemState.OPEN), OPEN_BALLOT_HOLDS_CASE]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"

    @property
    def is_adopted(self) -> bool:
        """Whether the meeting wants what is proposed: all agree, or a vote has carried it."""
        return self.state == ItemState.AGREED or (self.state == ItemState.VOTED and bool(self.is_carried))


class MeetingPaper(models.Model):
    """A paper of a meeting or of one of its cases: an uploaded file, an issued document, or a page of the portal."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    title = models.CharField(max_length=200)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_papers"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_papers"
    )
    path = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="meeting_papers")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_paper_is_one_thing",
                condition=Q(attachment__isnull=False, document__isnull=True, path="")
                | Q(attachment__isnull=True, document__isnull=False, path="")
                | (Q(attachment__isnull=True, document__isnull=True) & ~Q(path="")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Somebody who is called to a meeting, what they answered, and whether they were there (None: not noted).

    In a draft there are rows only for those who are taken off the list, or added to it, by hand.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance")
    is_called = models.BooleanField(default=True)
    answer = models.CharField(max_length=6, choices=MeetingAnswer, blank=True)
    note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_present = models.BooleanField(null=True, blank=True)
    stands_in_for = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance_by_substitute"
    )
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance_added"
    )
    taken_off_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance_taken_off"
    )
    taken_off_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_taken_off_is_not_called",
                condition=Q(taken_off_by__isnull=True) | Q(is_called=False),
            ),
            models.CheckConstraint(
                name="attendance_answer_has_time",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.meeting}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Declaration(models.Model):
    """Somebody may be partial (inhabil) in a case, or in one line of it; the meeting decides.

    `line` is "" for the whole case, else the line's key ("network-5", "university-7"), and `line_label` what it was
    called. Source: forvaltningsloven § 6 and § 8.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="declarations")
    line = models.CharField(max_length=40, blank=True)
    line_label = models.CharField(max_length=200, blank=True)
    reason = models.TextField(max_length=LONG_TEXT)
    state = models.CharField(max_length=10, choices=ImpartialityState, default=ImpartialityState.DECLARED)
    sees_papers = models.BooleanField(default=True)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="declarations_recorded")
    declared_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="declarations_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        ordering = ["item", "declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person", "line"],
                condition=~Q(state="withdrawn"),
                name="declaration_once",
            ),
            models.CheckConstraint(
                name="declaration_decided_is_signed",
                condition=Q(state__in=["declared", "withdrawn"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="declaration_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
            ),
        ]
        triggers = guarded(ImpartialityState.DECLARED)

    def __str__(self) -> str:
        return f"{self.person}: {self.line_label or self.item}"


class Ballot(models.Model):
    """A vote on a case, opened after the chair has recorded that there is no consensus. `line` as in Declaration."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="ballots")
    question = models.TextField(max_length=LONG_TEXT)
    line = models.CharField(max_length=40, blank=True)
    line_label = models.CharField(max_length=200, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="ballots_opened")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="ballots_closed"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed_at__isnull=True), name="ballot_one_open"
            ),
            models.CheckConstraint(
                name="ballot_closed_by_somebody",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]
        triggers = BALLOT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.item}: {self.question[:40]}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Vote(models.Model):
    """One member's vote, cast by the member or recorded by the chair."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=8, choices=VoteChoice)
    cast_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="votes_recorded")
    cast_at = models.DateTimeField()

    class Meta:
        ordering = ["ballot", "pk"]
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="vote_once")]
        triggers = VOTE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.person}: {self.get_choice_display()}"
