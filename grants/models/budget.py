"""The round's frame and key, and the posts that come before the key."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import models
from django.db.models import Q

from networks.models import AgendaItem, County, Network, Organisation, Round, User

M = TypeVar("M", bound=models.Model)


def tracked() -> Callable[[type[M]], type[M]]:
    """The decorator that keeps every insert, change and deletion of a model's rows for auditors."""
    decorator: Callable[[type[M]], type[M]] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    )
    return decorator


def one_recipient(name: str, *, is_required: bool) -> models.CheckConstraint:
    """The constraint that a row has one recipient, a network or a university; none only when allowed."""
    network_only = Q(network__isnull=False, university__isnull=True)
    university_only = Q(network__isnull=True, university__isnull=False)
    nobody = Q(network__isnull=True, university__isnull=True)
    rule = network_only | university_only
    return models.CheckConstraint(name=name, condition=rule if is_required else rule | nobody)


@tracked()
class Budget(models.Model):
    """The frame of a round and the key it is shared by. Percents run from 0 to 100.

    `frame_from` is set while the frame is that of an earlier round, because the new one is not known yet. `key_item`
    is the forum's case in which the key was recorded.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="budget")
    frame_nok = models.PositiveIntegerField()
    is_preliminary = models.BooleanField(default=True)
    flat_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    weight_children = models.DecimalField(max_digits=6, decimal_places=2, default=1)
    weight_staff = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    weight_kindergartens = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    round_to = models.PositiveIntegerField(default=1)
    cap_at_requested = models.BooleanField(default=False)
    individual_cap_percent = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.TextField(blank=True, max_length=2000)
    frame_from = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="frames_lent"
    )
    key_item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="budgets"
    )
    key_recorded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recorded_budgets")
    recorded_at = models.DateTimeField()

    fixed_rows: list[dict[str, Any]]  # the posts as queries.budget_of loads them
    committed_rows: list[dict[str, Any]]

    class Meta:
        ordering = ["-round__grant_year"]
        constraints = [
            models.CheckConstraint(
                name="budget_percents_within_100",
                condition=Q(flat_percent__gte=0, flat_percent__lte=100)
                & Q(individual_cap_percent__gte=0, individual_cap_percent__lte=100),
            ),
            models.CheckConstraint(
                name="budget_weights_not_negative",
                condition=Q(weight_children__gte=0, weight_staff__gte=0, weight_kindergartens__gte=0),
            ),
            models.CheckConstraint(name="budget_rounds_to_something", condition=Q(round_to__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.frame_nok}"


@tracked()
class Commitment(models.Model):
    """What the county has promised for several years: so much for each unit (a student) and year, from and to a day.

    Source: "Langsiktig plan", Bruk av midler (ABLU samisk profil: 80 000 kr for each student, over in spring 2025).
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="commitments")
    label = models.CharField(max_length=160)
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    unit_nok = models.PositiveIntegerField()
    units = models.PositiveSmallIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField()
    note = models.TextField(blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last_on", "pk"]
        constraints = [
            one_recipient("commitment_one_recipient", is_required=True),
            models.CheckConstraint(
                name="commitment_ends_after_start", condition=Q(last_on__gt=models.F("first_on"))
            ),
            models.CheckConstraint(name="commitment_has_units", condition=Q(units__gte=1)),
        ]

    def __str__(self) -> str:
        return self.label


class Post(models.Model):
    """An amount named beforehand, for a network, a university or (fixed posts only) nobody.

    `proposed_nok` is what scheme, networks and commitments gave (None: written by hand). Another amount has a reason.
    """

    label = models.CharField(max_length=160)
    amount_nok = models.PositiveIntegerField()
    proposed_nok = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.amount_nok}"


@tracked()
class FixedPost(Post):
    """An amount before the key; without a recipient the governor holds it. `key` names the scheme's post."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="fixed_posts")
    key = models.CharField(max_length=30, blank=True)
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="fixed_posts"
    )
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="fixed_posts"
    )

    class Meta(Post.Meta):
        constraints = [one_recipient("fixed_post_one_recipient", is_required=False)]


@tracked()
class CommittedPost(Post):
    """An amount for individual measures that is promised beforehand, within the cap."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="committed_posts")
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="committed_posts"
    )
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="committed_posts"
    )

    class Meta(Post.Meta):
        constraints = [one_recipient("committed_post_one_recipient", is_required=True)]
