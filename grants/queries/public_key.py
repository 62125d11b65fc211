"""How the money of a round was shared among the networks, with all that one needs to calculate it again.

Everything comes from the run that the decision stands on, which never changes; individual measures are not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from grants.allocation import breakdowns
from grants.breakdown_texts import StepRow, exact_kroner, step_rows
from grants.models import Decision, GrantLine, LineKind
from grants.recipients import network_in, network_key
from grants.states import DecisionState
from networks.models import Round

__all__ = [
    "FIGURES",
    "KeyNetwork",
    "PublicKey",
    "UniversityPart",
    "exact_kroner",
    "issued_decision",
    "key_of_run",
    "public_key",
    "steps_of",
]

FIGURES = ("children", "staff", "kindergartens")


@dataclass(frozen=True, kw_only=True)
class UniversityPart:
    """What a university asked for in a network's measures, and what it was given of that money, in kroner."""

    name: str
    requested_nok: int
    amount_nok: int


@dataclass(frozen=True, kw_only=True)
class KeyNetwork:
    """One network in the calculation. `order` is its place where remainders are equal (1 is first).

    `children`, `staff`, `kindergartens` are None where the run did not read them. `set_by_hand_nok` is None unless
    the amount was set by hand. `key_nok` is what the calculation gave to network and universities together;
    `letters_nok` what their letters give for collective measures.
    """

    pk: int
    name: str
    order: int
    children: Decimal | None
    staff: Decimal | None
    kindergartens: Decimal | None
    requested_nok: int
    set_by_hand_nok: int | None
    key_nok: int
    letters_nok: int
    universities: tuple[UniversityPart, ...]


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A round's key and its networks. Percents run from 0 to 100, weights are those of each figure (0: not read)."""

    year: int
    frame_nok: int
    collective_nok: int
    fixed_nok: int
    individual_nok: int
    flat_percent: Decimal
    weights: dict[str, Decimal]
    round_to: int
    cap_at_requested: bool
    shares_rest_anew: bool
    networks: tuple[KeyNetwork, ...]

    @property
    def has_overrides(self) -> bool:
        """Whether an amount was set by hand."""
        return any(row.set_by_hand_nok is not None for row in self.networks)


def issued_decision(round: Round) -> Decision | None:
    """The decision of the round with its run, when its letters are issued; else None."""
    found = Decision.objects.filter(round=round, state=DecisionState.ISSUED).select_related("run")
    return found.only("round", "run__input", "run__output", "run__names").first()


def public_key(decision: Decision) -> PublicKey:
    """The key of an issued decision. One statement: what the letters give."""
    run, year = decision.run, decision.round.grant_year
    lines = GrantLine.objects.filter(grant__decision=decision, kind=LineKind.COLLECTIVE)
    rows = lines.order_by().values_list("network").annotate(nok=Sum("amount_nok"))
    return key_of_run(run.input, run.output, run.names, letters=dict(rows), year=year)


def key_of_run(
    data: Mapping[str, Any],
    output: Mapping[str, Any],
    names: Mapping[str, str],
    *,
    letters: Mapping[int, int],
    year: int,
) -> PublicKey:
    """The key of a run's input and output. `letters` is what letters give for collective measures, by network."""
    collective = data["collective"]
    given = {row["id"]: row for row in output["collective"]["networks"]}
    by_hand = {row["network"]: row["amount"] for row in collective.get("overrides", ())}
    networks = []
    for order, row in enumerate(sorted(collective["networks"], key=lambda row: row["id"]), start=1):
        pk = network_in(row["id"]) or 0
        parts = {part["id"]: part["amount"] for part in given[row["id"]]["universities"]}
        networks.append(
            KeyNetwork(
                pk=pk,
                name=names.get(row["id"], row["id"]),
                order=order,
                requested_nok=row["requested"],
                set_by_hand_nok=by_hand.get(row["id"]),
                key_nok=given[row["id"]]["amount"],
                letters_nok=letters.get(pk, 0),
                universities=tuple(
                    UniversityPart(
                        name=names.get(part["id"], part["id"]),
                        requested_nok=part["requested"],
                        amount_nok=parts.get(part["id"], 0),
                    )
                    for part in row["universities"]
                ),
                **{figure: _figure(row, figure) for figure in FIGURES},
            )
        )
    return PublicKey(
        year=year,
        frame_nok=data["frame"],
        collective_nok=output["collective"]["total"],
        fixed_nok=output["fixed_total"],
        individual_nok=output["individual"]["total"],
        flat_percent=Decimal(str(collective["flat_percent"])),
        weights={name: Decimal(str(collective["weights"].get(name, 0))) for name in FIGURES},
        round_to=collective["round_to"],
        cap_at_requested=collective["cap_at_requested"],
        shares_rest_anew=collective.get("recompute_rest", True),
        networks=tuple(networks),
    )


def steps_of(decision: Decision, network: int, said: Mapping[str, str]) -> list[StepRow]:
    """How one network's amount came about, in words of the active language; [] where the run does not know it.

    `said` tells how steps are calculated (`breakdown_texts.step_rows`).
    """
    run = decision.run
    found = breakdowns(run.input, run.output["collective"]["total"]).get(network_key(network))
    return step_rows(found, said) if found else []


def _figure(row: Mapping[str, Any], name: str) -> Decimal | None:
    return Decimal(str(row[name])) if name in row else None
