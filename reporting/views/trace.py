"""The pages on which the money is followed: around one thing, through a round, and through a network."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.views import KnownPage, or_404, person
from networks.models import Network, Round
from networks.queries import networks_visible_to, round_of_year, staff_round
from reporting.queries import trace as queries
from reporting.trace import LETTER, MEASURE, NEED, NOMINATION, PAYMENT, PAYOUT, REPORT, Chain
from reporting.trace_flow import flow_of
from reporting.trace_page import sections_of
from reporting.trace_page_after import sections_after


class TraceDetail(KnownPage):
    """The whole chain around a need, a nomination, a measure, a letter, a payment, a payout or a report."""

    def find(self, kind: str, pk: int) -> None:
        self.centre = or_404(queries.centre_of(person(self.request), kind, pk, now=self.now))

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        chain = queries.chain_of(person(request), self.centre, now=self.now)
        context = {
            "kind": kind,
            "heading": _name_of(chain),
            "round": self.centre.round,
            "sections": [*sections_of(chain), *sections_after(chain)],
            "picture": flow_of(chain),
            "networks": _networks(chain),
            "is_staff": chain.is_staff,
        }
        return render(request, "reporting/trace_detail.html", context)


class TraceRound(KnownPage):
    """All the money of a round, for the County Governor's staff."""

    def find(self, year: int) -> None:
        self.round: Round = or_404(staff_round(person(self.request), year, now=self.now))

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        chain = queries.chain_of_round(person(request), self.round, now=self.now)
        return overview(request, self.round, chain, network=None)


class TraceNetwork(KnownPage):
    """All the money that a network and its universities got in a round, for those who read its letters."""

    def find(self, network: int, year: int) -> None:
        user = person(self.request)
        self.network: Network = or_404(networks_visible_to(user, now=self.now).filter(pk=network).first())
        county = {"county": self.network.county_id}
        self.round: Round = or_404(round_of_year(user, year, now=self.now, **county))
        or_404(queries.follows_network(user, self.round, network, now=self.now) or None)

    def get(self, request: HttpRequest, network: int, year: int) -> HttpResponse:
        chain = queries.chain_of_network(person(request), self.round, network, now=self.now)
        return overview(request, self.round, chain, network=self.network)


def overview(request: HttpRequest, round: Round, chain: Chain, network: Network | None) -> HttpResponse:
    """The picture of many chains, with a way on to each letter."""
    context = {
        "round": round,
        "network": network,
        "picture": flow_of(chain),
        "letters": [
            (row, sum(line.budget_nok for line in chain.of_grant[row.pk]))
            for row in chain.grants.values()
            if row.is_seen
        ],
        "networks": [] if network else _networks(chain),
        "budget_nok": chain.budget_nok,
    }
    return render(request, "reporting/trace_overview.html", context)


def _networks(chain: Chain) -> list[tuple[int, str]]:
    """The networks (key, name) whose letters the reader may read, in the chain's order."""
    return [(row.network, row.recipient) for row in chain.grants.values() if row.is_seen and row.network]


def _name_of(chain: Chain) -> str:
    """What the chain is drawn around, in words."""
    grants = list(chain.grants.values())
    recipient = grants[0].recipient if grants and grants[0].is_seen else ""
    if chain.kind == NEED:
        need = chain.needs.get(chain.pk)
        return f"{need.theme}: {need.owner}" if need else _("A need")
    if chain.kind == MEASURE:
        return chain.measures[chain.pk].title
    if chain.kind in (NOMINATION, PAYOUT):
        return _name_of_support(chain)
    if chain.kind == PAYMENT:
        number = next((row.number for row in chain.payments if row.pk == chain.pk), 0)
        return _("Payment %(number)s: %(name)s") % {"number": number, "name": recipient}
    words = {LETTER: _("Grant letter: %(name)s"), REPORT: _("Report: %(name)s")}
    return words[chain.kind] % {"name": recipient}


def _name_of_support(chain: Chain) -> str:
    """What the chain around a nomination or a payout is called; it names nobody."""
    if chain.kind == PAYOUT:
        number = next((row.nomination for row in chain.payouts if row.pk == chain.pk), 0)
        return _("Payout for nomination no. %(number)s") % {"number": number}
    student = chain.students[chain.pk]
    title = _("Nomination no. %(number)s") % {"number": chain.pk}
    return ", ".join(text for text in (title, student.study, student.kindergarten) if text)
