"""The second half of a trace's page: payments and payouts, reports with facts, and what became of unused money."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import day
from common.money import kroner
from grants.models import Half
from grants.states import InstalmentState, PayoutState
from reporting.attribution import by_weight
from reporting.states import Attainment, CarriedOut, ReportState, SpendingKind, UnspentWay
from reporting.trace import LETTER, PAYMENT, PAYOUT, REPORT, Chain, PaymentRow, PayoutRow, UseRow
from reporting.trace_page import Amount, Group, Item, Section, address, hidden_sum, told_lines, trace_of


def sections_after(chain: Chain) -> list[Section]:
    """The second half of the chain, from payments to what became of unused money."""
    return [payments_section(chain), reports_section(chain), settled_section(chain)]


def payments_section(chain: Chain) -> Section:
    """The County Governor's payments with the chain's part of each, and the networks' payouts to owners."""
    groups = [
        Group(
            title=grant.recipient,
            items=[_payment(chain, row) for row in chain.payments if row.grant == grant.pk],
        )
        for grant in chain.grants.values()
        if grant.is_seen and any(row.grant == grant.pk for row in chain.payments)
    ]
    hidden = [line for line in chain.lines if not chain.grants[line.grant].is_seen]
    unseen = [row for row in chain.payments if not chain.grants[row.grant].is_seen]
    others = []
    if unseen:
        text = ngettext("%(n)s other payment", "%(n)s other payments", len(unseen)) % {"n": len(unseen)}
        is_told = hidden_sum(chain, hidden) is not None
        others.append(f"{text}: {kroner(sum(_part(chain, row) for row in unseen))}" if is_told else text)
    seen = [row for row in chain.payouts if row.is_seen]
    if seen:
        groups.append(Group(title=_("Payouts to owners"), items=[_payout(chain, row) for row in seen]))
    others += _hidden_payouts([row for row in chain.payouts if not row.is_seen])
    return Section(
        key="payments",
        title=_("Payments and payouts"),
        groups=groups,
        others=others,
        empty=_("Nothing is paid or planned yet."),
    )


def _part(chain: Chain, row: PaymentRow) -> int:
    """The chain's part of a payment: as its lines' part of the grant, to the krone."""
    mine = sum(line.budget_nok for line in chain.of_grant[row.grant])
    rest = max(chain.grants[row.grant].amount_nok - mine, 0)
    return by_weight(row.amount_nok, {"mine": mine, "rest": rest})["mine"]


def _payment(chain: Chain, row: PaymentRow) -> Item:
    part = _part(chain, row)
    amounts: list[Amount] = [(_("Amount"), kroner(row.amount_nok))]
    if part != row.amount_nok:
        amounts.append((_("Part that belongs here"), kroner(part)))
    when = _("paid %(when)s") if row.paid_on else _("due %(when)s")
    place = {"year": chain.year, "grant": row.grant}
    return Item(
        title=_("Payment %(number)s") % {"number": row.number},
        about=[
            _("Reference %(reference)s") % {"reference": row.reference},
            when % {"when": day(row.paid_on or row.due_on)},
        ],
        amounts=amounts,
        state=(row.state, str(InstalmentState(row.state).label)),
        url=reverse("grants:payment_grant", kwargs=place)
        if chain.is_staff
        else reverse("grants:payment_own"),
        trace=trace_of(PAYMENT, row.pk),
        is_centre=(chain.kind, chain.pk) == (PAYMENT, row.pk),
    )


def _payout(chain: Chain, row: PayoutRow) -> Item:
    about = [row.owner, _("Nomination no. %(number)s") % {"number": row.nomination}]
    if row.paid_on:
        about.append(_("paid %(when)s") % {"when": day(row.paid_on)})
    return Item(
        title=_("%(half)s: reference %(reference)s")
        % {"half": Half(row.half).label, "reference": row.reference},
        about=about,
        amounts=[(_("Amount"), kroner(row.amount_nok))],
        state=(row.state, str(PayoutState(row.state).label)),
        url=address("grants:payout_detail", row.pk),
        trace=trace_of(PAYOUT, row.pk),
        is_centre=(chain.kind, chain.pk) == (PAYOUT, row.pk),
    )


def _hidden_payouts(rows: list[PayoutRow]) -> list[str]:
    if not rows:
        return []
    if len({row.nomination for row in rows}) < 5:
        return [_("Payouts to owners: not told apart, since they are about fewer than five persons.")]
    text = ngettext("%(n)s payout to owners", "%(n)s payouts to owners", len(rows)) % {"n": len(rows)}
    return [f"{text}: {kroner(sum(row.amount_nok for row in rows))}"]


def reports_section(chain: Chain) -> Section:
    """What the reports say of the chain's money, and what network and university agree came of the measures."""
    items = [_report(chain, pk) for pk, grant in chain.grants.items() if grant.is_seen]
    facts = [_facts(chain, pk) for pk in chain.facts]
    hidden = [line for line in chain.lines if not chain.grants[line.grant].is_seen]
    keys = {line.pk for line in hidden}
    told = [use for use in chain.uses if use.line in keys and not use.is_carried]
    others = []
    if told and hidden_sum(chain, hidden) is not None:
        used, unspent = sum(use.used_nok for use in told), sum(use.unspent_nok for use in told)
        others.append(
            _("Other reports: %(used)s used, %(unspent)s unspent")
            % {"used": kroner(used), "unspent": kroner(unspent)}
        )
    groups = [Group(items=items)]
    if facts:
        groups.append(Group(title=_("What came of the measures"), items=facts))
    return Section(
        key="reports",
        title=_("Reports"),
        groups=groups,
        others=others,
        empty=_("There is nothing to report on yet."),
    )


def _report(chain: Chain, pk: int) -> Item:
    grant, report = chain.grants[pk], chain.reports.get(pk)
    is_in = report is not None and report.is_in
    keys = {line.pk for line in chain.of_grant[pk]}
    uses = [use for use in chain.uses if use.line in keys]
    by_line: dict[int, list[UseRow]] = {}
    for use in uses:
        by_line.setdefault(use.line, []).append(use)
    return Item(
        title=grant.recipient,
        about=[] if is_in else [_("The report is not in yet.")],
        amounts=used([use for use in uses if not use.is_carried]) if is_in else [],
        state=(report.state, str(ReportState(report.state).label)) if report else None,
        url=reverse("reporting:report_detail", kwargs={"pk": pk}) if report or chain.is_staff else "",
        trace=trace_of(REPORT, pk),
        rows=[
            (label, used([use for line in lines for use in by_line.get(line.pk, [])]))
            for label, lines in told_lines(chain, pk)
            if lines is not None and any(line.pk in by_line for line in lines)
        ],
        is_centre=(chain.kind, chain.pk) == (REPORT, pk),
    )


def used(uses: Iterable[UseRow]) -> list[Amount]:
    """What is used, by kind, and what is left; what a later report tells of carried-over money by its year."""
    found = list(uses)
    first = [use for use in found if not use.is_carried]
    kinds: dict[str, int] = {}
    for use in first:
        for kind, amount in use.kinds:
            kinds[kind] = kinds.get(kind, 0) + amount
    later = [use for use in found if use.is_carried]
    return [
        (_("Used"), kroner(sum(use.used_nok for use in first))),
        *((str(SpendingKind(kind).label), kroner(amount)) for kind, amount in kinds.items()),
        (_("Unspent"), kroner(sum(use.unspent_nok for use in first))),
        *((_("Used in %(year)s") % {"year": use.year}, kroner(use.used_nok)) for use in later),
    ]


def _facts(chain: Chain, measure: int) -> Item:
    row = chain.facts[measure]
    about = [str(CarriedOut(row.carried_out).label)] if row.carried_out else []
    if row.attainment:
        about.append(_("The goal: %(how)s") % {"how": Attainment(row.attainment).label})
    text = ngettext("%(n)s kindergarten reached", "%(n)s kindergartens reached", row.kindergartens)
    about.append(text % {"n": row.kindergartens})
    if row.staff:
        about.append(
            ngettext("%(n)s employee reached", "%(n)s employees reached", row.staff) % {"n": row.staff}
        )
    return Item(title=chain.measures[measure].title, about=about)


def settled_section(chain: Chain) -> Section:
    """What was claimed back of unused money, and what may be used the year after."""
    labels = {line.pk: line for line in chain.lines}
    items = []
    hidden = 0
    for use in chain.uses:
        if use.settled is None:
            continue
        line = labels[use.line]
        if chain.grants[line.grant].is_seen and line.pk not in chain.veiled:
            items.append(_settled(chain, use, line.label))
        else:
            hidden += use.settled.amount_nok if line.pk not in chain.veiled else 0
    return Section(
        key="settled",
        title=_("Unused money"),
        groups=[Group(items=items)],
        others=[_("Other recipients: %(amount)s") % {"amount": kroner(hidden)}] if hidden else [],
        empty=_("Nothing is claimed back or carried over."),
    )


def _settled(chain: Chain, use: UseRow, label: str) -> Item:
    row = use.settled
    if row is None:
        raise LookupError("this money is not settled")
    about = [label]
    place = {"year": use.year, "grant": use.grant}
    url = reverse("grants:payment_grant", kwargs=place) if chain.is_staff else reverse("grants:payment_own")
    title = str(UnspentWay(row.way).label)
    trace = ""
    if row.way == UnspentWay.CARRY_OVER and row.to_grant:
        title = _("Carried over to %(year)s") % {"year": row.to_year}
        trace = trace_of(LETTER, row.to_grant)
    else:
        title = _("Claimed back")
        came = (
            _("came back %(when)s") % {"when": day(row.returned_on)} if row.returned_on else _("not yet come")
        )
        about.append(came)
    return Item(
        title=title, about=about, amounts=[(_("Amount"), kroner(row.amount_nok))], url=url, trace=trace
    )
