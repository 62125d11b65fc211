"""What the page of a trace shows: the chain's links in sections, each thing with its own page and its own trace.

What the reader may not see is summed in one sentence for each section.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import kroner
from reporting.trace import LETTER, MEASURE, NEED, NOMINATION, Chain, LineRow, MeasureRow, NeedRow, StudentRow

Amount = tuple[str, str]
"""What an amount is, and the amount as people write it."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing in the chain: `url` is its own page ('' where the reader has none), `trace` the chain around it."""

    title: str
    about: Sequence[str] = ()
    amounts: Sequence[Amount] = ()
    url: str = ""
    trace: str = ""
    state: tuple[str, str] | None = None
    """The state's code and label."""
    rows: Sequence[Any] = ()
    """Lines of a letter or a report: (label, amounts)."""
    is_centre: bool = False

    @property
    def follow(self) -> str:
        """The chain around the thing, where it is another than the one that is shown."""
        return "" if self.is_centre else self.trace

    @property
    def said(self) -> str:
        """What the thing is called where several have the same title."""
        return ", ".join((self.title, *self.about))


@dataclass(frozen=True, kw_only=True)
class Group:
    """Things of a kind, such as the needs about one theme."""

    title: str = ""
    items: list[Item] = field(default_factory=list)
    total: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One step of the chain. `others` says what the reader may not see, summed; `empty` what stands here instead."""

    key: str
    title: str
    groups: list[Group]
    others: list[str] = field(default_factory=list)
    empty: str = ""
    lead: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.others and not any(group.items for group in self.groups)


def trace_of(kind: str, pk: int) -> str:
    """The address of the chain around one thing."""
    return address("reporting:trace_detail", pk, kind=kind)


def address(name: str, pk: int, **place: str) -> str:
    """The address of a page whose last part is a key. A page has hundreds: each kind is asked for once."""
    return f"{_before_key(name, **place)}{pk}/"


@cache
def _before_key(name: str, **place: str) -> str:
    return reverse(name, kwargs={**place, "pk": 0}).removesuffix("0/")


def sections_of(chain: Chain) -> list[Section]:
    """The first half of the chain, from needs to letters."""
    return [needs_section(chain), measures_section(chain), letters_section(chain)]


def needs_section(chain: Chain) -> Section:
    """Needs by theme with each need's share, and nominations without names."""
    seen = [row for row in chain.needs.values() if row.is_seen]
    hidden = [row for row in chain.needs.values() if not row.is_seen]
    themes = dict.fromkeys(row.theme for row in seen)
    groups = [
        _theme(chain, theme, [row for row in seen if row.theme == theme])
        for theme in sorted(themes, key=lambda theme: list(themes).index(theme))
    ]
    students = [row for row in chain.students.values() if row.is_seen]
    if students:
        groups.append(Group(title=_("Individual measures"), items=[_student(chain, row) for row in students]))
    others = []
    if hidden:
        amount = sum(chain.share_of(row.pk) for row in hidden)
        others.append(
            _others(ngettext("%(n)s other need", "%(n)s other needs", len(hidden)), len(hidden), amount)
        )
    others += _hidden_students(chain)
    is_shared = any(len(row.needs) > 1 for row in chain.measures.values())
    return Section(
        key="needs",
        title=_("Needs"),
        groups=groups,
        others=others,
        empty=_("No need is named: the money is for a post of its own, or the measure names none."),
        lead=_("Where a measure answers several needs, each line of a letter is shared equally among them.")
        if is_shared
        else "",
    )


def _theme(chain: Chain, theme: str, rows: list[NeedRow]) -> Group:
    total = sum(chain.share_of(row.pk) for row in rows)
    return Group(title=theme or _("No theme"), items=[_need(chain, row) for row in rows], total=kroner(total))


def _need(chain: Chain, row: NeedRow) -> Item:
    return Item(
        title=row.owner,
        about=[", ".join(row.kindergartens)] if row.kindergartens else [],
        amounts=[(_("Its share"), kroner(chain.share_of(row.pk)))],
        url=address("needs:need_read", row.pk),
        trace=trace_of(NEED, row.pk),
        is_centre=(chain.kind, chain.pk) == (NEED, row.pk),
    )


def _student(chain: Chain, row: StudentRow) -> Item:
    lines = chain.of_nomination.get(row.pk, [])
    return Item(
        title=_("Nomination no. %(number)s") % {"number": row.pk},
        about=[text for text in (row.study, row.kindergarten) if text],
        amounts=granted(lines) if lines else [(_("Granted"), _("No line in a letter"))],
        url=address("needs:nomination_detail", row.pk),
        trace=trace_of(NOMINATION, row.pk),
        is_centre=(chain.kind, chain.pk) == (NOMINATION, row.pk),
    )


def _hidden_students(chain: Chain) -> list[str]:
    lines = [line for line in chain.lines if line.nomination and not chain.students[line.nomination].is_seen]
    if not lines:
        return []
    number = len({line.nomination for line in lines})
    if chain.hides_few:
        return [_("Nominations: not told apart, since they are about fewer than five persons.")]
    text = ngettext("%(n)s nomination", "%(n)s nominations", number)
    return [_others(text, number, sum(line.budget_nok for line in lines))]


def _others(text: str, number: int, amount: int | None) -> str:
    """'3 other needs: 250 000 kr'; without the amount where it would tell too much."""
    said = text % {"n": number}
    return said if amount is None else f"{said}: {kroner(amount)}"


def measures_section(chain: Chain) -> Section:
    """The measures with what they asked for, were granted, and have after the partners' changes."""
    seen = [row for row in chain.measures.values() if row.is_seen]
    hidden = [row for row in chain.measures.values() if not row.is_seen]
    networks = dict.fromkeys(row.network_name for row in seen)
    groups = [
        Group(
            title=name if len(networks) > 1 else "",
            items=[_measure(chain, row) for row in seen if row.network_name == name],
        )
        for name in networks
    ]
    text = ngettext("%(n)s other measure", "%(n)s other measures", len(hidden))
    amount = sum(line.budget_nok for row in hidden for line in chain.of_measure.get(row.pk, []))
    return Section(
        key="measures",
        title=_("Measures"),
        groups=groups,
        others=[_others(text, len(hidden), amount)] if hidden else [],
        empty=_unanswered(chain.needs[chain.pk])
        if chain.kind == NEED
        else _("This money is not for a measure."),
    )


def _unanswered(need: NeedRow) -> str:
    """Why no measure stands beside the need: the network has not said yet, or has, with its reason."""
    if not need.is_weighed:
        return _("No measure answers it yet.")
    if not need.reason:
        return _("No measure answers the need.")
    return _("No measure answers the need. The network says: %(reason)s") % {"reason": need.reason}


def _measure(chain: Chain, row: MeasureRow) -> Item:
    lines = chain.of_measure.get(row.pk, [])
    place = {"network": row.network, "year": chain.year}
    page = f"{reverse('needs:decision_basis_detail', kwargs=place)}#measure-{row.pk}"
    about = [row.network_name, row.theme]
    if row.needs:
        text = ngettext("Answers %(n)s need", "Answers %(n)s needs", len(row.needs))
        about.append(text % {"n": len(row.needs)})
    amounts = [(_("Asked for"), kroner(row.asked_nok))] if row.reads_basis else []
    return Item(
        title=row.title,
        about=[text for text in about if text],
        amounts=[*amounts, *(granted(lines) if lines else [(_("Granted"), _("Not decided yet"))])],
        url=page if row.reads_basis else f"{reverse('grants:outcome_list')}?aar={chain.year}",
        trace=trace_of(MEASURE, row.pk),
        is_centre=(chain.kind, chain.pk) == (MEASURE, row.pk),
    )


def granted(lines: Iterable[LineRow]) -> list[Amount]:
    """What lines were granted; and what they have after changes, where it is something else."""
    found = list(lines)
    first, after = sum(row.granted_nok for row in found), sum(row.budget_nok for row in found)
    changed = [(_("After changes"), kroner(after))] if after != first else []
    return [(_("Granted"), kroner(first)), *changed]


def letters_section(chain: Chain) -> Section:
    """The letters with the lines that belong to the chain, and what earlier years left to them."""
    seen = [pk for pk, row in chain.grants.items() if row.is_seen]
    hidden = [line for line in chain.lines if not chain.grants[line.grant].is_seen]
    text = ngettext("%(n)s other letter", "%(n)s other letters", len(chain.grants) - len(seen))
    items = [_letter(chain, pk) for pk in seen]
    items += [
        Item(
            title=_("Carried over from %(year)s") % {"year": row.from_year},
            about=[row.label],
            amounts=[(_("Carried over"), kroner(row.amount_nok))],
            trace=trace_of(LETTER, row.from_grant),
        )
        for row in chain.carried
    ]
    return Section(
        key="letters",
        title=_("Grant letters"),
        groups=[Group(items=items)],
        others=[_others(text, len(chain.grants) - len(seen), hidden_sum(chain, hidden))] if hidden else [],
        empty=_("No letter is issued yet."),
    )


def hidden_sum(chain: Chain, lines: list[LineRow]) -> int | None:
    """The sum of lines that are not seen; None where it would tell of fewer than five persons."""
    return None if chain.are_few(lines) else sum(line.budget_nok for line in lines)


def _letter(chain: Chain, pk: int) -> Item:
    grant, lines = chain.grants[pk], chain.of_grant[pk]
    return Item(
        title=grant.recipient,
        about=[_("Letter %(number)s") % {"number": grant.number}],
        amounts=granted(lines),
        url=reverse("grants:letter_detail", kwargs={"letter": grant.letter}),
        trace=trace_of(LETTER, pk),
        rows=[(label, _of_line(rows)) for label, rows in told_lines(chain, pk)],
        is_centre=(chain.kind, chain.pk) == (LETTER, pk),
    )


def _of_line(rows: list[LineRow] | None) -> list[Amount]:
    """The amounts of one line, or of lines that are told together: asked, recommended, granted, after changes."""
    if rows is None:
        return [(_("Granted"), _("not told apart"))]
    asked = [row.asked_nok for row in rows if row.asked_nok is not None]
    recommended = [row.recommended_nok for row in rows if row.recommended_nok is not None]
    before = [(_("Asked for"), kroner(sum(asked)))] if len(asked) == len(rows) else []
    if len(recommended) == len(rows):
        before.append((_("Recommended"), kroner(sum(recommended))))
    return [*before, *granted(rows)]


def told_lines(chain: Chain, grant: int) -> list[tuple[str, list[LineRow] | None]]:
    """The lines of a letter as the reader may know them: those for persons together, or with the fixed posts where

    there are few of them. None instead of lines: told, but without an amount.
    """
    lines = chain.of_grant[grant]
    veiled = [line for line in lines if line.pk in chain.veiled]
    told: list[tuple[str, list[LineRow] | None]] = []
    if not veiled:
        return [(line.label, [line]) for line in lines]
    plain = [line for line in lines if line.pk not in chain.veiled]
    if not chain.are_few(veiled):
        told = [(_("Individual measures"), veiled)]
    else:
        posts = [line for line in plain if line.measure is None]
        plain = [line for line in plain if line.measure is not None]
        told = [(_("Fixed posts and individual measures"), [*posts, *veiled] if posts else None)]
    return [*((line.label, [line]) for line in plain), *told]
