"""The pages of the networks' prioritised lists: all of them, one of them, the leader's ranking."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, TemplateView

from common import clock
from common.refusals import NotNow, may
from common.timeline import lines_of
from common.views import KnownPage, attempt, person, shown_version, turn_away
from needs import queries
from needs.forms.nomination_list import RankForm
from needs.models import NominationList
from needs.queries.nomination_list import sees_names
from needs.rules import nomination_list as rules
from needs.services import nomination_list as services
from needs.states import NominationListState
from needs.tables.nomination_list import NominationListTable
from needs.views.shared import RoundList, round_or_404
from networks import deadlines
from networks.queries import more_time
from networks.roles import LEADERS, STAFF, Role, leads
from networks.states import Duty

VERBS = {"submit": gettext_lazy("Sent by")}
READERS = (*LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, Role.FORUM_MEMBER, *STAFF)


def known_or_404(request: HttpRequest, network: int, year: int, *, now: datetime) -> NominationList:
    """The list of a network in a round, begun or not, when the person may see it. Raises Http404."""
    round = round_or_404(request, year, now=now, county__networks=network)
    found = get_object_or_404(queries.networks_with_lists(person(request), round, now=now), pk=network)
    found.county = round.county
    return queries.list_of(found, round)


def led_or_404(request: HttpRequest, network: int, year: int, *, now: datetime) -> NominationList:
    """The same for the network's leaders alone. Raises Http404."""
    ranking = known_or_404(request, network, year, now=now)
    if not leads(person(request), ranking.network, now=now):
        raise Http404
    return ranking


def detail_url(ranking: NominationList) -> str:
    """The address of the list's own page."""
    place = {"network": ranking.network_id, "year": ranking.round.grant_year}
    return reverse("needs:nomination_list_detail", kwargs=place)


def answer_for(ranking: NominationList, *, now: datetime) -> deadlines.Answer:
    """How the list stands for this network."""
    return deadlines.answer(Duty.NOMINATION_LIST, ranking.round, now=now, network=ranking.network)


class NominationListOverview(RoundList, ListView):
    """How far each network's list has come."""

    template_name = "needs/nomination_list_overview.html"
    table_class = NominationListTable
    readers = READERS
    duty = Duty.NOMINATION_LIST
    opens_with = Duty.NOMINATION

    def get_queryset(self) -> Any:
        return queries.networks_with_lists(person(self.request), self.round, now=self.now)


class NominationListDetail(LoginRequiredMixin, TemplateView):
    """The network's nominations in its order: with names for those who may see them, else numbers and studies."""

    template_name = "needs/nomination_list_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        ranking = known_or_404(self.request, **self.kwargs, now=now)
        rows = queries.ranked_rows(user, ranking.network, ranking.round, now=now)
        refusal = may(rules.check_may_rank_nominations, user, ranking, now=now)
        is_leader = leads(user, ranking.network, now=now)
        is_whole = rules.is_whole_ranking([row.rank for row in rows])
        return super().get_context_data(**kwargs) | {
            "ranking": ranking,
            "place": self.kwargs,
            "rows": rows,
            "total_nok": sum(row.amount_nok for row in rows),
            "sees_names": sees_names(user, ranking.network, ranking.round, now=now),
            "answer": answer_for(ranking, now=now),
            "is_leader": is_leader,
            "may_rank": refusal is None and bool(rows),
            "may_submit": refusal is None and bool(rows) and is_whole and bool(ranking.pk),
            "refusal": refusal.sentence if refusal and is_leader else "",
            "more_time": more_time(
                user,
                deadlines.Owed(Duty.NOMINATION_LIST, ranking.round, network=ranking.network),
                is_done=ranking.state == NominationListState.SUBMITTED or not rows,
                now=now,
            ),
            "history": lines_of(ranking, VERBS),
        }


class NominationListRank(KnownPage):
    """The leader's ranking: a number at each nomination."""

    def find(self, **place: int) -> None:
        self.ranking = led_or_404(self.request, **place, now=self.now)
        network, round = self.ranking.network, self.ranking.round
        self.rows = queries.ranked_rows(person(self.request), network, round, now=self.now)

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = may(rules.check_may_rank_nominations, person(request), self.ranking, now=self.now)
        if not self.rows and refusal is None:
            refusal = NotNow(_("There is no nomination to rank."))
        if refusal is not None:
            return turn_away(request, refusal, detail_url(self.ranking))
        ranks = {f"rank_{row.pk}": row.rank for row in self.rows}
        form = RankForm(rows=self.rows, initial={**ranks, "note": self.ranking.note})
        return self._page(form, self.ranking.version)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = RankForm(request.POST, rows=self.rows)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.ranking.version, status=409)
        if request.POST.get("do") != "submit":
            messages.success(request, _("The order is saved. Remember to send the list."))
            return redirect("needs:nomination_list_detail", **place)
        if not rules.is_whole_ranking(list(form.ranks.values())):
            form.add_error(None, _("Give every nomination its own place first: 1, 2, 3 … without gaps."))
            return self._page(form, self.saved.version, status=409)
        return redirect("needs:nomination_list_submit", **place)

    def _save(self, form: RankForm) -> None:
        self.saved = services.rank_nominations(
            round=self.ranking.round,
            network=self.ranking.network,
            ranks=form.ranks,
            note=form.cleaned_data["note"],
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: RankForm, version: int, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "ranking": self.ranking,
            "version": version,
            "answer": answer_for(self.ranking, now=self.now),
            "cancel_url": detail_url(self.ranking),
        }
        return render(self.request, "needs/nomination_list_rank.html", context, status=status)


class NominationListSubmit(KnownPage):
    """The list on one page before it is sent to the county."""

    def find(self, **place: int) -> None:
        self.ranking = led_or_404(self.request, **place, now=self.now)

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        rows = queries.ranked_rows(person(request), self.ranking.network, self.ranking.round, now=self.now)
        refusal = may(
            rules.check_may_submit_nomination_list,
            person(request),
            self.ranking,
            [row.rank for row in rows],
            now=self.now,
        )
        if refusal is not None:
            return turn_away(request, refusal, detail_url(self.ranking))
        context = {
            "ranking": self.ranking,
            "rows": rows,
            "sees_names": True,
            "total_nok": sum(row.amount_nok for row in rows),
            "answer": answer_for(self.ranking, now=self.now),
            "cancel_url": detail_url(self.ranking),
        }
        return render(request, "needs/nomination_list_confirm_submit.html", context)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        services.submit_nomination_list(
            round=self.ranking.round,
            network=self.ranking.network,
            version=shown_version(request),
            by=person(request),
            now=self.now,
        )
        messages.success(request, _("The list is sent to the County Governor. You get a receipt by e-mail."))
        return redirect("needs:nomination_list_detail", **place)
