"""What can be done to the frame: record it, and tell everybody what they can expect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.money import kroner
from common.refusals import NotNow
from common.versions import check_version
from grants.allocation import AllocationError, Outcome, allocate
from grants.allocation_input import input_of, without_requests
from grants.allocation_texts import refusal
from grants.letters import LANGUAGE
from grants.models import Budget, CommittedPost, FixedPost
from grants.queries.allocation import hoped_for, network_facts
from grants.queries.budget import budget_of, key_facts
from grants.queries.recommendation import bare_recommendation
from grants.recipients import network_in, university_in
from grants.rules import budget as rules
from needs.services.expected import Expected, publish_expected_amounts
from networks.models import Network, Organisation, Round, User


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
    cap_at_requested: bool = True


@dataclass(frozen=True, kw_only=True)
class PostValues:
    """A post as written; `pk` names the stored post that it changes. `key` is the scheme's, for fixed posts."""

    label: str
    amount_nok: int
    network: int | None = None
    university: int | None = None
    pk: int | None = None
    key: str = ""


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
    """Record frame, key and posts, and publish what networks and universities can expect on them.

    `version` is the one the page showed (0: nothing recorded yet). Raises NotAllowed; NotNow when somebody else has
    recorded since, when a recommendation is adopted, or when the sums do not fit in the frame.
    """
    rules.check_may_record_budget(by, round, bare_recommendation(round), now=now)
    budget = _locked(round, values, by=by, now=now)
    check_version(budget.version, version)
    for name, value in vars(values).items():
        setattr(budget, name, value)
    budget.version, budget.recorded_by, budget.recorded_at = version + 1, by, now
    budget.save()
    _store_posts(FixedPost, budget, fixed, ("key",))
    _store_posts(CommittedPost, budget, committed, ())
    publish_expected_amounts(round=round, amounts=_expected(round), by=by, now=now)
    return budget


def _locked(round: Round, values: BudgetValues, *, by: User, now: datetime) -> Budget:
    """The round's budget, locked; made with version 0 when there is none."""
    row = Budget(round=round, version=0, recorded_by=by, recorded_at=now, **vars(values))
    Budget.objects.bulk_create([row], ignore_conflicts=True)
    return Budget.objects.select_for_update().get(round=round)


def _store_posts(model: Any, budget: Budget, posts: Iterable[PostValues], more: tuple[str, ...]) -> None:
    """Change the posts that have changed, add the new, remove those that are gone: the history stays true."""
    stored = {post.pk: post for post in model.objects.filter(budget=budget)}
    names = ["label", "amount_nok", "network_id", "university_id", "order", *more]
    kept, last = set(), 0
    for values in posts:
        post = stored.get(values.pk) or model(budget=budget)
        last = post.order if post.pk and post.order > last else last + 1
        wanted = _columns(values, last, more)
        if post.pk is None or any(getattr(post, name) != wanted[name] for name in names):
            for name in names:
                setattr(post, name, wanted[name])
            post.save()
        kept.add(post.pk)
    for post in stored.values():
        if post.pk not in kept:
            post.delete()


def _columns(values: PostValues, order: int, more: tuple[str, ...]) -> Mapping[str, Any]:
    columns = {
        "label": values.label,
        "amount_nok": values.amount_nok,
        "network_id": values.network,
        "university_id": values.university,
        "order": order,
    }
    return columns | {name: getattr(values, name) for name in more}


def _expected(round: Round) -> list[Expected]:
    """What each network and university can expect on the frame as recorded, before anybody is cut to a request.

    A network: its collective amount, its universities' parts included (they split it themselves), with its fixed
    posts in the note. A university: its fixed and committed posts; its parts of the networks' amounts come on top.
    """
    budget = budget_of(round)
    assert budget is not None  # noqa: S101 -- recorded two lines ago
    data = without_requests(input_of(key_facts(budget), network_facts(round), hoped_for(round)))
    try:
        outcome = allocate(data)
    except AllocationError as error:
        raise NotNow(refusal(error)) from None
    with override(LANGUAGE):
        return [*_for_networks(budget, data, outcome), *_for_universities(budget, data)]


def _for_networks(budget: Budget, data: dict[str, Any], outcome: Outcome) -> Iterable[Expected]:
    rows = {row["id"]: row["amount"] for row in outcome["collective"]["networks"]}
    networks = Network.objects.in_bulk([network_in(key) for key in rows])
    posts = _sums(data)
    for key, amount in rows.items():
        note = _("Collective measures, the universities' parts included.")
        if key in posts:
            note += " " + _("Fixed posts come in addition: %(amount)s.") % {"amount": kroner(posts[key])}
        network = networks[network_in(key)]
        yield Expected(network=network, amount_nok=amount, is_preliminary=budget.is_preliminary, note=note)


def _for_universities(budget: Budget, data: dict[str, Any]) -> Iterable[Expected]:
    sums = {university_in(key): amount for key, amount in _sums(data).items() if university_in(key)}
    for pk, university in Organisation.objects.in_bulk(list(sums)).items():
        note = _("Fixed posts. Parts of the networks' collective measures come in addition.")
        yield Expected(
            university=university, amount_nok=sums[pk], is_preliminary=budget.is_preliminary, note=note
        )


def _sums(data: dict[str, Any]) -> dict[str, int]:
    """What each recipient gets before the key."""
    sums: dict[str, int] = {}
    for post in [*data["fixed"], *data["individual"]["committed"]]:
        if post["recipient"]:
            sums[post["recipient"]] = sums.get(post["recipient"], 0) + post["amount"]
    return sums
