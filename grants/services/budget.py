"""What can be done to the frame and the key: record them, and tell everybody what they can expect."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.kept import keep_version
from common.refusals import NotNow
from common.versions import check_version
from grants.budget_content import budget_content
from grants.models import Budget, Scenario
from grants.queries.budget import budget_of
from grants.queries.posts import budget_before, proposed_commitments, proposed_posts
from grants.queries.recommendation import bare_recommendation
from grants.rules import budget as rules
from grants.services.expected import expected_of
from grants.services.ledger import post_frame
from grants.services.posts import PostValues, store_posts
from needs.services.expected import publish_expected_amounts
from networks.models import AgendaItem, Round, User

KEY = (
    "flat_percent",
    "weight_children",
    "weight_staff",
    "weight_kindergartens",
    "round_to",
    "cap_at_requested",
)
"""The columns that make the key; a scenario has the same."""


@dataclass(frozen=True, kw_only=True)
class BudgetValues:
    """The frame in kroner and the key, as the case officer wrote them."""

    frame_nok: int
    is_preliminary: bool
    individual_cap_percent: Decimal
    flat_percent: Decimal
    weight_children: Decimal = Decimal(0)
    weight_staff: Decimal = Decimal(0)
    weight_kindergartens: Decimal = Decimal(0)
    round_to: int = 1
    cap_at_requested: bool = False
    note: str = ""


@transaction.atomic
def record_budget(
    *,
    round: Round,
    values: BudgetValues,
    fixed: Iterable[PostValues],
    committed: Iterable[PostValues],
    version: int,
    by: User,
    now: datetime,
) -> Budget:
    """Record frame, key and posts, keep what was recorded as a version, and publish what can be expected on it.

    `version` is the one the page showed (0: nothing recorded yet). Raises NotAllowed; NotNow when somebody else has
    recorded since, when a recommendation is adopted, when a change says no reason, or when the sums do not fit in
    the frame.
    """
    rules.check_may_record_budget(by, round, bare_recommendation(round), now=now)
    budget = _locked(round, values, by=by, now=now)
    check_version(budget.version, version)
    rules.check_revision_says_why(version, values.note)
    for name, value in vars(values).items():
        setattr(budget, name, value)
    if budget.frame_from is not None and not _is_lent(budget):
        budget.frame_from = None
    budget.version, budget.recorded_by, budget.recorded_at = version + 1, by, now
    budget.save()
    store_posts(budget, fixed, committed)
    if not budget.is_preliminary:
        post_frame(round=round, frame_nok=budget.frame_nok, by=by, now=now)
    return _published(round, "record", by=by, now=now)


@transaction.atomic
def record_key(
    *, round: Round, scenario: Scenario, item: AgendaItem | None, by: User, now: datetime
) -> Budget:
    """Record the key that the forum has agreed on: that of a scenario. Everybody sees what they can expect.

    While no frame is recorded, it is last year's, with the posts that are proposed, and says so. Raises NotAllowed;
    NotNow when the forum's case is not decided, or when there is no earlier frame to calculate on.
    """
    rules.check_may_record_key(by, round, item, bare_recommendation(round), now=now)
    budget = budget_of(round)
    if budget is None:
        _begin_on_last_years_frame(round, by=by, now=now)
    budget = Budget.objects.select_for_update().get(round=round)
    for name in KEY:
        setattr(budget, name, getattr(scenario, name))
    budget.key_item, budget.key_recorded_at = item, now
    budget.note = _("The cooperation forum's key: %(scenario)s.") % {"scenario": scenario.name}
    budget.version, budget.recorded_by, budget.recorded_at = budget.version + 1, by, now
    budget.save()
    return _published(round, "record_key", by=by, now=now)


def _begin_on_last_years_frame(round: Round, *, by: User, now: datetime) -> None:
    before = budget_before(round)
    if before is None:
        raise NotNow(_("Record a frame first. There is no frame of an earlier year to calculate on."))
    budget = Budget.objects.create(
        round=round,
        frame_nok=before.frame_nok,
        frame_from=before.round,
        is_preliminary=True,
        individual_cap_percent=before.individual_cap_percent,
        version=0,
        recorded_by=by,
        recorded_at=now,
    )
    store_posts(
        budget,
        [PostValues(**vars(post)) for post in proposed_posts(round)],
        [PostValues(**vars(post)) for post in proposed_commitments(round)],
    )


def _published(round: Round, verb: str, *, by: User, now: datetime) -> Budget:
    """The budget as it stands now, kept as a version, with the expected amounts that follow from it."""
    found = budget_of(round)
    assert found is not None  # noqa: S101 -- recorded by the caller
    found.round = round
    keep_version(found, verb, budget_content(found), by=by, now=now)
    publish_expected_amounts(round=round, amounts=expected_of(round), by=by, now=now)
    return found


def _is_lent(budget: Budget) -> bool:
    """Whether the frame still is the earlier round's, waiting for its own."""
    lender = Budget.objects.filter(round=budget.frame_from).values_list("frame_nok", flat=True).first()
    return budget.is_preliminary and lender == budget.frame_nok


def _locked(round: Round, values: BudgetValues, *, by: User, now: datetime) -> Budget:
    """The round's budget, locked; made with version 0 when there is none."""
    row = Budget(round=round, version=0, recorded_by=by, recorded_at=now, **vars(values))
    Budget.objects.bulk_create([row], ignore_conflicts=True)
    found = Budget.objects.select_for_update().get(round=round)
    found.round = round
    return found
