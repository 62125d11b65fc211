"""The posts that can be proposed for a round, and what the same posts were last year."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override

from common.sorting import norwegian
from grants.letters import LANGUAGE
from grants.models import Budget, Commitment
from grants.queries.budget import budget_of, networks_of_round
from networks.models import County, Network, Partnership, Round
from networks.models.periods import valid_on
from networks.schemes import FixedPost as SchemePost

Identity = tuple[str, str, int | None, int | None]


@dataclass(frozen=True, kw_only=True)
class ProposedPost:
    """A post as the scheme, the networks, the partnerships or a commitment suggest it.

    `proposal` names it in a form: the amount is looked up again by it, never taken from the form.
    """

    proposal: str
    key: str = ""
    label: str
    amount_nok: int
    network: int | None = None
    university: int | None = None


def proposed_posts(round: Round) -> list[ProposedPost]:
    """The fixed posts of the scheme for this round's networks and partnerships; labels as letters have them.

    A post per university stands once, with the university that has most networks: the plan gives the county one
    such amount ("Langsiktig plan, Bruk av midler": Menn i barnehage).
    """
    networks = list(networks_of_round(round))
    pairs = (
        Partnership.objects.filter(valid_on(round.reference_on), network__in=networks)
        .order_by(norwegian("network__name"), norwegian("university__name"))
        .values_list("network_id", "network__name", "university_id")
    )
    with override(LANGUAGE):
        return [
            proposed
            for post in round.scheme.fixed_posts
            for proposed in _proposed(post, networks, list(dict.fromkeys(pairs)))
        ]


def _proposed(
    post: SchemePost, networks: list[Network], pairs: list[tuple[int, str, int]]
) -> Iterator[ProposedPost]:
    label = str(post.label)
    if post.per == "network":
        for network in networks:
            own = network.leader_amount_nok
            yield ProposedPost(
                proposal=f"{post.key}-n{network.pk}",
                key=post.key,
                label=label,
                amount_nok=post.amount_nok if own is None else own,
                network=network.pk,
            )
    elif post.per == "partnership":
        for key, name, university in pairs:
            yield ProposedPost(
                proposal=f"{post.key}-n{key}-u{university}",
                key=post.key,
                label=f"{label}: {name}",
                amount_nok=post.amount_nok,
                university=university,
            )
    else:
        busiest = Counter(university for _key, _name, university in pairs).most_common(1)
        holder = busiest[0][0] if busiest and post.per == "university" else None
        yield ProposedPost(
            proposal=post.key, key=post.key, label=label, amount_nok=post.amount_nok, university=holder
        )


def commitments_of(county: County) -> QuerySet[Commitment]:
    """What the county has promised for several years, the latest to end first."""
    return Commitment.objects.filter(county=county).select_related("network", "university")


def proposed_commitments(round: Round) -> list[ProposedPost]:
    """The commitments that run in the round's year, each with its amount for the year's half-years it covers."""
    first, last = date(round.grant_year, 1, 1), date(round.grant_year, 12, 31)
    rows = Commitment.objects.filter(county=round.county_id, first_on__lte=last, last_on__gte=first)
    return [
        ProposedPost(
            proposal=f"commitment-{row.pk}",
            label=row.label,
            amount_nok=amount_in(row, round.grant_year),
            network=row.network_id,
            university=row.university_id,
        )
        for row in rows.order_by("pk")
    ]


def amount_in(commitment: Commitment, year: int) -> int:
    """What a commitment gives in a year, in kroner: half of a year's amount for each half-year it runs in.

    Source: "Langsiktig plan", Bruk av midler (80 000 kr a year for each student, over in spring 2025).
    """
    halves = ((date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31)))
    running = sum(commitment.first_on <= last and commitment.last_on >= first for first, last in halves)
    return commitment.unit_nok * commitment.units * running // 2


def commitment_in(proposal: str) -> int | None:
    """The commitment's primary key, or None for a proposal of another kind."""
    kind, _dash, key = proposal.partition("-")
    return int(key) if kind == "commitment" and key.isdigit() else None


def budget_before(round: Round) -> Budget | None:
    """The newest earlier round's budget with its posts, or None."""
    earlier = Budget.objects.filter(
        round__county=round.county_id, round__grant_year__lt=round.grant_year
    ).select_related("round")
    found = earlier.order_by("-round__grant_year").first()
    return budget_of(found.round) if found is not None else None


def last_years_posts(before: Budget | None) -> dict[Identity, int]:
    """What each post was in an earlier budget, in kroner, by `identity_of`."""
    sums: Counter[Identity] = Counter()
    if before is not None:
        for row in [*before.fixed_rows, *before.committed_rows]:
            sums[identity_of(row)] += row["amount_nok"]
    return dict(sums)


def identity_of(row: Mapping[str, Any]) -> Identity:
    """What makes a post the same from year to year: the scheme's key or the label, and the recipient."""
    return row.get("key", ""), row["label"], row["network"], row["university"]


def left_out(proposals: Iterable[ProposedPost], budget: Budget) -> list[ProposedPost]:
    """The proposals that the budget has no post for: a network that came later, or one that was taken away."""
    known = {identity_of(row) for row in [*budget.fixed_rows, *budget.committed_rows]}
    return [post for post in proposals if identity_of(vars(post)) not in known]
