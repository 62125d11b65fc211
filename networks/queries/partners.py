"""With whom universities work, over many rounds at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from networks.models import NetworkMunicipality, Partnership, Round


@dataclass(frozen=True)
class Reach:
    """The rounds (keys) in which universities work with the same networks and municipalities (keys).

    A municipality is of their own, or belongs to a network that they work with as a whole.
    """

    rounds: list[int]
    networks: frozenset[int]
    municipalities: frozenset[int]


def reaches_of(universities: Iterable[int], rounds: Collection[Round]) -> list[Reach]:
    """What `networks_of_university` and `partnered` say of each round, for all of them; two statements.

    Years in which nothing changed are one, so that the database compares once and not once a round.
    """
    partnerships = list(Partnership.objects.filter(university__in=list(universities)).order_by())
    whole = {row.network_id for row in partnerships if row.municipality_id is None}
    members = list(NetworkMunicipality.objects.filter(network__in=whole).order_by())
    found: dict[tuple[frozenset[int], frozenset[int]], list[int]] = defaultdict(list)
    for round in rounds:
        here = [row for row in partnerships if row.is_valid_on(round.reference_on)]
        wholly = {row.network_id for row in here if row.municipality_id is None}
        towns = {row.municipality_id for row in here if row.municipality_id is not None} | {
            row.municipality_id
            for row in members
            if row.network_id in wholly and row.is_valid_on(round.reference_on)
        }
        found[frozenset(row.network_id for row in here), frozenset(towns)].append(round.pk)
    return [Reach(keys, networks, towns) for (networks, towns), keys in found.items()]
