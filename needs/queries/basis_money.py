"""What a network and its universities were granted the year before, as the letters said."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import ArrayAgg

from needs.models import Measure
from networks.models import Network, Round


@dataclass(frozen=True)
class GrantedBefore:
    """Kroner granted in the round before. A university whose share is not told apart from another's has None."""

    year: int
    network_nok: int
    total_nok: int
    universities: dict[int, int | None] = field(default_factory=dict)


def granted_before(network: Network, round: Round) -> GrantedBefore | None:
    """What was granted to the network's measures the year before; None when nothing has been told."""
    year = round.grant_year - 1
    rows = (
        Measure.objects.filter(
            basis__network=network,
            basis__round__county=round.county_id,
            basis__round__grant_year=year,
            outcome__isnull=False,
        )
        .order_by("pk")
        .annotate(partners=ArrayAgg("universities__university", default=[]))
        .values_list("outcome__network_nok", "outcome__university_nok", "partners")
    )
    found = list(rows)
    if not found:
        return None
    own = sum(row[0] for row in found)
    total = own + sum(row[1] for row in found)
    return GrantedBefore(year, own, total, _by_university([(row[1], row[2]) for row in found]))


def _by_university(rows: list[tuple[int, list[int | None]]]) -> dict[int, int | None]:
    sums: dict[int, int] = defaultdict(int)
    shared: set[int] = set()
    for amount, partners in rows:
        keys = [key for key in partners if key is not None]
        for key in keys:
            sums[key] += amount if len(keys) == 1 else 0
        shared |= set(keys) if len(keys) > 1 else set()
    return {key: None if key in shared else amount for key, amount in sums.items()}
