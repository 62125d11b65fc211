"""The pages of decision bases: the list, the workbench, its texts, and what is done at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django_filters.views import FilterView

from common import clock
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import person, shown_version, whole_number
from needs import queries
from needs.filters.decision_basis import DecisionBasisFilter
from needs.models import DecisionBasis
from needs.queries.authority import authority_notes
from needs.queries.university_bases import universities_coordinated
from needs.rules import decision_basis as rules
from needs.services import decision_basis as services
from needs.states import BASIS_FINAL, BasisState
from needs.tables.decision_basis import DecisionBasisTable
from needs.views.basis_page import basis_context
from needs.views.shared import RoundList, round_or_404
from networks import deadlines
from networks.models import Network, Round
from networks.queries import more_time
from networks.roles import LEADERS, STAFF, Role, holds
from networks.states import Duty

VERBS = {
    "submit": gettext_lazy("Sent by"),
    "return": gettext_lazy("Returned for amendment by"),
    "accept": gettext_lazy("Accepted by"),
}
READERS = (*LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, Role.FORUM_MEMBER, *STAFF)


@dataclass(frozen=True)
class KnownBasis:
    """A basis that the person may read, begun or not, and the network's partner universities."""

    basis: DecisionBasis
    expectation: queries.Expectation

    @property
    def partners(self) -> list[int]:
        """The keys of the partner universities."""
        return [partner.pk for partner in self.expectation.partners]


def network_or_404(request: HttpRequest, network: int, year: int, *, now: datetime) -> tuple[Network, Round]:
    """A network and a round in which the person may read its basis. Raises Http404."""
    round = round_or_404(request, year, now=now, county__networks=network)
    found = get_object_or_404(queries.visible_networks(person(request), round, now=now), pk=network)
    found.county = round.county
    return found, round


def known_or_404(request: HttpRequest, network: int, year: int, *, now: datetime) -> KnownBasis:
    """The basis of a network in a round, begun or not, when the person may read it. Raises Http404."""
    found, round = network_or_404(request, network, year, now=now)
    return KnownBasis(queries.basis_or_new(found, round), queries.expectation_of(found, round))


def built_or_404(request: HttpRequest, network: int, year: int, *, now: datetime) -> KnownBasis:
    """The same for those who build it: the network's leaders and its partner universities. Raises Http404."""
    known = known_or_404(request, network, year, now=now)
    if not rules.builds(person(request), known.basis.network, known.partners, now=now):
        raise Http404
    return known


def place_of(basis: DecisionBasis) -> dict[str, int]:
    """The arguments of the basis' addresses."""
    return {"network": basis.network_id, "year": basis.round.grant_year}


def detail_url(basis: DecisionBasis) -> str:
    """The address of the basis' own page."""
    return reverse("needs:decision_basis_detail", kwargs=place_of(basis))


def save_refusal(request: HttpRequest, known: KnownBasis, *, now: datetime) -> Refused | None:
    """Why the person cannot write on the basis now, or None."""
    return may(rules.check_may_save_decision_basis, person(request), known.basis, known.partners, now=now)


def answer_for(basis: DecisionBasis, *, now: datetime) -> deadlines.Answer:
    """How the duty stands for this network."""
    return deadlines.answer(Duty.DECISION_BASIS, basis.round, now=now, network=basis.network)


class DecisionBasisList(RoundList, FilterView):
    """How far each network's basis has come; a link where the person may read it."""

    template_name = "needs/decision_basis_list.html"
    table_class = DecisionBasisTable
    filterset_class = DecisionBasisFilter
    readers = READERS
    duty = Duty.DECISION_BASIS

    def get_queryset(self) -> Any:
        return queries.listed_networks(person(self.request), self.round, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        has_own = holds(user, Role.UH_COORDINATOR, now=self.now)
        universities = universities_coordinated(user, now=self.now) if has_own else []
        return super().get_context_data(**kwargs) | {"universities": universities}


class DecisionBasisDetail(LoginRequiredMixin, TemplateView):
    """The workbench of those who build; the same page to read for all others, and the receipt."""

    template_name = "needs/decision_basis_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        known = known_or_404(self.request, **self.kwargs, now=now)
        basis = known.basis
        refusal = may(rules.check_may_save_decision_basis, user, basis, known.partners, now=now)
        is_builder = rules.builds(user, basis.network, known.partners, now=now)
        needs = queries.needs_to_choose(user, basis.network, basis.round, now=now) if refusal is None else []
        before = queries.granted_before(basis.network, basis.round)
        return super().get_context_data(**kwargs) | {
            "basis": basis,
            "place": place_of(basis),
            "answer": answer_for(basis, now=now),
            "is_builder": is_builder,
            "may_save": refusal is None,
            "refusal": refusal.sentence if refusal and is_builder else "",
            "more_time": more_time(
                user,
                deadlines.Owed(Duty.DECISION_BASIS, basis.round, network=basis.network),
                is_done=basis.state in BASIS_FINAL,
                partners=known.partners,
                now=now,
            ),
            "may_return": may(
                rules.check_may_return_decision_basis,
                user,
                basis,
                comment="-",
                due_at=deadlines.returned_until(now=now),
                now=now,
            )
            is None,
            "authority_notes": authority_notes(basis.network, basis.round),
            "may_accept": may(rules.check_may_accept_decision_basis, user, basis, now=now) is None,
            **_history(basis),
            **basis_context(self.request, basis, known.expectation, list(needs), before, now=now),
        }


def _history(basis: DecisionBasis) -> dict[str, Any]:
    """What has happened since the basis was first sent, and what it was last returned with."""
    lines = lines_of(basis, VERBS) if basis.state != BasisState.DRAFT else []
    returned = basis.state == BasisState.RETURNED and lines
    return {"history": lines, "returned_with": lines[-1].comment if returned else ""}


@login_required
@require_POST
def decision_basis_approve(request: HttpRequest, **place: int) -> HttpResponse:
    """Approve for one side: `side` is the university's key, empty for the network."""
    now = clock.now()
    basis = _begun_or_404(request, place, now=now)
    services.approve_decision_basis(
        basis=basis,
        university_id=_own_side_or_404(request, basis, now=now),
        version=shown_version(request),
        by=person(request),
        now=now,
    )
    messages.success(request, _("You have approved the decision basis. The others are told by e-mail."))
    return redirect("needs:decision_basis_detail", **place)


@login_required
@require_POST
def decision_basis_withdraw(request: HttpRequest, **place: int) -> HttpResponse:
    """Take one side's approval back."""
    now = clock.now()
    basis = _begun_or_404(request, place, now=now)
    side = _own_side_or_404(request, basis, now=now)
    services.withdraw_approval(basis=basis, university_id=side, by=person(request), now=now)
    messages.success(request, _("The approval is taken back."))
    return redirect("needs:decision_basis_detail", **place)


def _begun_or_404(request: HttpRequest, place: dict[str, int], *, now: datetime) -> DecisionBasis:
    basis = built_or_404(request, **place, now=now).basis
    if basis.pk is None:
        raise Http404
    return basis


def _own_side_or_404(request: HttpRequest, basis: DecisionBasis, *, now: datetime) -> int | None:
    """The side that the form names (None: the network's), when the person speaks for it. Raises Http404."""
    typed = request.POST.get("side", "")
    side = whole_number(typed)
    if typed and side is None:
        raise Http404
    if not rules.speaks_for(person(request), basis, side, now=now):
        raise Http404
    return side
