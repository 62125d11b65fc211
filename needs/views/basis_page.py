"""What stands on the page of a decision basis: needs to choose from, measures, sums, approvals, what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from common.money import kroner
from common.ordering import order_text
from common.views import person
from needs import queries
from needs.models import Contributor, DecisionBasis, Measure, Need
from needs.rules import decision_basis as rules
from needs.states import BASIS_EDITABLE
from networks.rules.sides import SideRow


@dataclass(frozen=True)
class MeasureRow:
    """A measure on the page."""

    measure: Measure
    requested_nok: int
    gaps: int
    criteria: list[tuple[Any, str]]
    owners: list[str]
    contributors: list[Any]


@dataclass(frozen=True)
class SumRow:
    """What one side asks for against what it can expect, and what it was granted last year (None: not known)."""

    name: str
    asked_nok: int
    expected_nok: int | None
    is_total: bool = False
    granted_nok: int | None = None

    @property
    def difference_nok(self) -> int | None:
        """Asked minus expected, in kroner."""
        return None if self.expected_nok is None else self.asked_nok - self.expected_nok

    @property
    def below_nok(self) -> int:
        """How far below what can be expected, in kroner; 0 when it is not."""
        return max(0, -(self.difference_nok or 0))

    @property
    def since_nok(self) -> int | None:
        """Asked minus granted last year, in kroner."""
        return None if self.granted_nok is None else self.asked_nok - self.granted_nok


@dataclass(frozen=True)
class NeedRow:
    """A need to choose, and the measures it already stands in."""

    need: Need
    measures: list[str]
    is_ticked: bool = False


def basis_context(
    request: HttpRequest,
    basis: DecisionBasis,
    expectation: queries.Expectation,
    needs: Sequence[Need],
    before: queries.GrantedBefore | None,
    *,
    now: datetime,
) -> dict[str, Any]:
    """The parts of the page, from what is already loaded."""
    measures = list(basis.measures.all()) if basis.pk else []
    gaps = rules.decision_basis_gaps(basis)
    side_rows = sides(person(request), basis, now=now)
    rows = measure_rows(basis, measures)
    return {
        "measures": rows,
        "cards": cards(rows),
        "order": order_text(measure.pk for measure in measures),
        "sums": sums(basis, measures, expectation, before),
        "before": before,
        "unanswered": basis.free_needs,
        "without_reason": sum(not need["reason"].strip() for need in basis.free_needs),
        "expectation": expectation,
        "sides": side_rows,
        "silent": [row.side.name for row in side_rows if row.approval is None],
        "may_approve": not gaps or basis.state not in BASIS_EDITABLE,
        "is_editable": basis.state in BASIS_EDITABLE,
        "gaps": gap_links(basis, gaps),
        "gaps_in_short": gaps_in_short(basis, gaps),
        **choosing(request, needs, measures),
    }


def measure_rows(basis: DecisionBasis, measures: Iterable[Measure]) -> list[MeasureRow]:
    """The measures in priority order, with the scheme's words for each criterion."""
    criteria = basis.round.scheme.criteria
    keys = [criterion.key for criterion in criteria]
    rows = []
    for measure in measures:
        texts = {row["key"]: row["text"] for row in measure.criterion_rows}
        rows.append(
            MeasureRow(
                measure=measure,
                requested_nok=asked(measure),
                gaps=len({gap.sentence for gap in rules.measure_gaps(measure, keys)}),
                criteria=[(criterion.label, texts.get(criterion.key, "")) for criterion in criteria],
                owners=sorted({row["owner_name"] for row in measure.need_rows}),
                contributors=[Contributor(code).label for code in measure.contributors],
            )
        )
    return rows


def cards(rows: Iterable[MeasureRow]) -> list[dict[str, Any]]:
    """The measures as components/ranking.html shows them, each with a link to its page."""
    return [
        {
            "pk": row.measure.pk,
            "title": row.measure.title,
            "url": reverse(
                "needs:measure_edit", kwargs={**place_of_measure(row.measure), "pk": row.measure.pk}
            ),
            "hint": _card_hint(row),
            "side": kroner(row.requested_nok),
        }
        for row in rows
    ]


def place_of_measure(measure: Measure) -> dict[str, int]:
    """The arguments of the addresses of the measure's basis."""
    return {"network": measure.basis.network_id, "year": measure.basis.round.grant_year}


def _card_hint(row: MeasureRow) -> str:
    measure = row.measure
    count = len(measure.kindergarten_rows)
    starting = ngettext("%(n)s kindergarten", "%(n)s kindergartens", count) % {"n": count}
    words = [str(measure.theme or ""), starting, measure.start_label]
    if row.gaps:
        words.append(ngettext("%(n)s thing missing", "%(n)s things missing", row.gaps) % {"n": row.gaps})
    return " · ".join(word for word in words if word)


def asked(measure: Measure) -> int:
    """What the network and the universities ask for together in a measure, in kroner."""
    return measure.network_amount_nok + sum(part["amount"] for part in measure.parts)


def sums(
    basis: DecisionBasis,
    measures: Sequence[Measure],
    expectation: queries.Expectation,
    before: queries.GrantedBefore | None,
) -> list[SumRow]:
    """Network, each university and all together, against what they can expect and what they got last year."""
    totals: dict[int, int] = {}
    names = {partner.pk: partner.name for partner in expectation.partners}
    for measure in measures:
        for part in measure.parts:
            names.setdefault(part["university"], part["name"])
            totals[part["university"]] = totals.get(part["university"], 0) + part["amount"]
    expected = {partner.pk: partner.expected_nok for partner in expectation.partners}
    own = sum(measure.network_amount_nok for measure in measures)
    known = [amount for amount in (expectation.network_nok, *expected.values()) if amount is not None]
    theirs = before.universities if before else {}
    universities = [
        SumRow(name, totals.get(key, 0), expected.get(key), granted_nok=theirs.get(key))
        for key, name in names.items()
    ]
    network = SumRow(
        str(basis.network), own, expectation.network_nok, granted_nok=before.network_nok if before else None
    )
    total = SumRow(
        "",
        own + sum(totals.values()),
        sum(known) if known else None,
        is_total=True,
        granted_nok=before.total_nok if before else None,
    )
    return [network, *universities, total]


def sides(user: Any, basis: DecisionBasis, *, now: datetime) -> list[SideRow]:
    """Who must approve, who has, whose approval has fallen, and which of them the reader speaks for."""
    rows = []
    for side in rules.sides(basis):
        is_own = rules.speaks_for(user, basis, side.university_id, now=now)
        rows.append(SideRow.of(side, basis, is_own=is_own))
    return rows


def hint_links(basis: DecisionBasis, measures: Iterable[Measure]) -> list[tuple[str, str]]:
    """What would make the measures clearer, as (address of its field, sentence)."""
    return gap_links(basis, [hint for measure in measures for hint in rules.measure_hints(measure)])


def gap_links(basis: DecisionBasis, gaps: Iterable[rules.BasisGap]) -> list[tuple[str, str]]:
    """Each gap as (address of its field, sentence); the same sentence once for each measure."""
    links: dict[str, str] = {}
    for gap in gaps:
        sentence = f"{gap.measure.title}: {gap.sentence}" if gap.measure else gap.sentence
        links.setdefault(sentence, _address(basis, gap))
    return [(address, sentence) for sentence, address in links.items()]


def gaps_in_short(basis: DecisionBasis, gaps: Iterable[rules.BasisGap]) -> list[tuple[str, str]]:
    """The same with one line for each measure: how many things it lacks, and the way to the first of them."""
    own: list[rules.BasisGap] = []
    by_measure: dict[int, list[rules.BasisGap]] = {}
    for gap in gaps:
        (own if gap.measure is None else by_measure.setdefault(gap.measure.pk, [])).append(gap)
    links = gap_links(basis, own)
    for found in by_measure.values():
        count = len({gap.sentence for gap in found})
        words = ngettext("%(n)s thing missing", "%(n)s things missing", count) % {"n": count}
        links.append((_address(basis, found[0]), f"{found[0].measure}: {words}"))
    return links


def _address(basis: DecisionBasis, gap: rules.BasisGap) -> str:
    """Where the gap can be filled."""
    place = {"network": basis.network_id, "year": basis.round.grant_year}
    if gap.measure is not None:
        page = reverse("needs:measure_edit", kwargs={**place, "pk": gap.measure.pk})
    elif gap.field == "measures":
        return f"{reverse('needs:decision_basis_detail', kwargs=place)}#measures"
    elif gap.field.startswith("reason_"):
        return f"{reverse('needs:unanswered_needs', kwargs=place)}#{gap.anchor}"
    else:
        page = reverse("needs:decision_basis_edit", kwargs=place)
    return f"{page}?mangler=1#{gap.anchor}"


def choosing(request: HttpRequest, needs: Sequence[Need], measures: Iterable[Measure]) -> dict[str, Any]:
    """The needs to choose from as the filter leaves them (`tema`, `eier`, `ledige`), and what can be filtered by."""
    used: dict[int, list[str]] = {}
    for measure in measures:
        for row in measure.need_rows:
            used.setdefault(row["pk"], []).append(measure.title)
    theme, owner = request.GET.get("tema", ""), request.GET.get("eier", "")
    is_free = "ledige" in request.GET
    rows = [
        NeedRow(need, used.get(need.pk, []))
        for need in needs
        if theme in ("", str(need.theme_id))
        and owner in ("", str(need.report.owner_id))
        and not (is_free and need.pk in used)
    ]
    return {
        "needs": rows,
        "needs_count": len(needs),
        "free_count": sum(need.pk not in used for need in needs),
        "themes": sorted(
            {(str(need.theme_id), str(need.theme)) for need in needs if need.theme}, key=_by_name
        ),
        "owners": sorted(
            {(str(need.report.owner_id), str(need.report.owner)) for need in needs}, key=_by_name
        ),
        "chosen": {"theme": theme, "owner": owner, "is_free": is_free},
        "is_filtered": bool(theme or owner or is_free),
    }


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].lower().translate(str.maketrans("æøå", "{|}"))
