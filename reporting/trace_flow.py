"""The flow of a chain: needs by theme → measures (or networks) → recipients → use. Amounts are whole kroner."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.pictures import Link, Node, Picture, flow
from grants.models import LineKind
from reporting.attribution import by_weight, equally
from reporting.states import SpendingKind
from reporting.trace import NEED, Chain, LineRow, UseRow

MOST = 12
"""So many blocks stand in a column at most; the smallest are put together."""
THEME, WORK, RECIPIENT, USE = 0, 1, 2, 3
Step = tuple[int, str, str, int]
"""The column it starts in, the label there, the label in the next column, and the kroner."""


def flow_of(chain: Chain, *, key: str = "trace", title: str = "") -> Picture | None:
    """The picture of a chain, with its table; None where no money flows.

    A chain that is drawn around a need shows that need's share alone. With more measures than fit, networks stand in
    their place.
    """
    money: Counter[tuple[int, str, str]] = Counter()
    for column, source, target, amount in steps_of(chain):
        if amount:
            money[column, source, target] += amount
    if not money:
        return None
    names = _gathered(money)
    links: Counter[tuple[int, str, str]] = Counter()
    for (column, source, target), amount in money.items():
        links[column, names[column, source], names[column + 1, target]] += amount
    return flow(
        _nodes(links),
        [Link(f"{at}-{a}", f"{at + 1}-{b}", amount) for (at, a, b), amount in sorted(links.items())],
        key=key,
        title=title or _("Where the money goes, step by step"),
        source_header=_("From"),
        target_header=_("To"),
        value_header=_("Kroner"),
    )


def steps_of(chain: Chain) -> list[Step]:
    """All the money's steps, line by line; those out of a block add up to what comes into it, to the krone."""
    by_network = len([row for row in chain.measures.values() if row.pk in chain.of_measure]) > MOST
    return [step for line in chain.lines for step in _steps(chain, line, by_network=by_network)]


def _steps(chain: Chain, line: LineRow, *, by_network: bool) -> Iterator[Step]:
    """One line's money from theme to use."""
    measure = chain.measures.get(line.measure or 0)
    needs = measure.needs if measure else ()
    only = chain.pk if chain.kind == NEED else None
    work = _work(chain, line, by_network=by_network)
    grant = chain.grants[line.grant]
    recipient = grant.recipient if grant.is_seen else _("Other recipients")
    total = _part(line.budget_nok, needs, only)
    if not total:
        return
    for need, amount in equally(line.budget_nok, needs).items():
        if only in (None, need):
            row = chain.needs[need]
            yield THEME, row.theme if row.is_seen and row.theme else _("Other needs"), work, amount
    if measure and not needs:
        yield THEME, _("No need is named"), work, total
    if line.nomination and line.pk not in chain.veiled:
        yield THEME, _("Nominations"), work, total
    yield WORK, work, recipient, total
    uses = Counter[str]()
    for label, amount in _use(chain.first_uses.get(line.pk, []), line.budget_nok):
        uses[label] += amount
    for label, amount in by_weight(_part(uses.total(), needs, only), uses).items():
        yield RECIPIENT, recipient, label, amount


def _part(amount: int, needs: tuple[int, ...], only: int | None) -> int:
    return amount if only is None else equally(amount, needs)[only]


def _work(chain: Chain, line: LineRow, *, by_network: bool) -> str:
    """What the line's money is for, as far as the reader may know."""
    measure = chain.measures.get(line.measure or 0)
    if measure is not None:
        if by_network:
            return measure.network_name
        return measure.title if measure.is_seen else _("Other measures")
    if line.kind in (LineKind.INDIVIDUAL, LineKind.COMMITTED):
        is_folded = chain.hides_few and line.pk in chain.veiled
        return _("Fixed posts and others") if is_folded else _("Individual measures")
    if line.kind == LineKind.FIXED:
        return _("Fixed posts and others") if chain.hides_few else _("Fixed posts")
    return _("To be shared in the partnership")


def _use(told: list[UseRow], budget: int) -> Iterator[tuple[str, int]]:
    """What became of a line's money, by kind; what no report tells of last."""
    for use in told:
        for kind, amount in use.kinds:
            yield str(SpendingKind(kind).label), amount
        yield _("Used, kind not told"), max(use.used_nok - sum(amount for _kind, amount in use.kinds), 0)
        yield _("Unspent"), use.unspent_nok
    yield _("Not reported yet"), max(budget - sum(use.used_nok + use.unspent_nok for use in told), 0)


def _sizes(links: Counter[tuple[int, str, str]]) -> dict[tuple[int, str], int]:
    """What goes through each block (column, label)."""
    out: Counter[tuple[int, str]] = Counter()
    into: Counter[tuple[int, str]] = Counter()
    for (column, source, target), amount in links.items():
        out[column, source] += amount
        into[column + 1, target] += amount
    return {place: max(out[place], into[place]) for place in {**out, **into}}


def _gathered(money: Counter[tuple[int, str, str]]) -> dict[tuple[int, str], str]:
    """The label under which each block stands: its own, or "The rest" for the smallest of a full column."""
    ranked = sorted(_sizes(money).items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    in_column = Counter(column for (column, _label), _size in ranked)
    names, place = {}, Counter[int]()
    for (column, label), _size in ranked:
        place[column] += 1
        is_kept = in_column[column] <= MOST or place[column] < MOST
        names[column, label] = label if is_kept else _("The rest")
    return names


def _nodes(links: Counter[tuple[int, str, str]]) -> list[Node]:
    """The blocks of all columns, the largest first, the rest last."""
    sizes, rest = _sizes(links), _("The rest")
    ordered = sorted(sizes, key=lambda at: (at[0], at[1] == rest, -sizes[at], at[1]))
    return [Node(f"{column}-{label}", label, column) for column, label in ordered]
