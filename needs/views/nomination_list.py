"""The pages of the networks' prioritised lists: all of them, one of them, the leader's ranking."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView, TemplateView

from common import clock
from common.documents.workbook import workbook_response
from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.money import kroner
from common.ordering import moved_by, order_text, read_order
from common.refusals import NotNow, Refused, may
from common.timeline import lines_of
from common.views import KnownPage, person, shown_version, turn_away
from needs import queries
from needs.forms.nomination_list import RankForm
from needs.models import NominationList
from needs.queries.nomination_list import (
    RankedRow,
    list_values,
    row_of,
    sees_names,
    submitted_in,
    totals,
    why_field,
)
from needs.rules import nomination_list as rules
from needs.services import nomination_list as services
from needs.states import NominationListState
from needs.tables.nomination_list import NominationListTable, list_sheets
from needs.views.shared import RoundList, round_or_404
from networks import deadlines
from networks.queries import more_time
from networks.roles import LEADERS, STAFF, Role, holds, leads
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reads_all = holds(person(self.request), (*STAFF, Role.FORUM_MEMBER), now=self.now)
        address = f"{reverse('needs:nomination_county_list')}?aar={self.round.grant_year}"
        return super().get_context_data(**kwargs) | {"county_url": address if reads_all else ""}


class NominationListDetail(LoginRequiredMixin, TemplateView):
    """The network's nominations in its order: with names for those who may see them, else numbers and studies."""

    template_name = "needs/nomination_list_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        ranking = known_or_404(self.request, **self.kwargs, now=now)
        rows = queries.ranked_rows(user, ranking.network, ranking.round, now=now)
        refusal = may(rules.check_may_rank_nominations, user, ranking, now=now)
        is_leader = leads(user, ranking.network, now=now)
        return super().get_context_data(**kwargs) | {
            "ranking": ranking,
            "place": self.kwargs,
            "rows": rows,
            "totals": totals(rows),
            "sees_names": sees_names(user, ranking.network, ranking.round, now=now),
            "answer": answer_for(ranking, now=now),
            "is_leader": is_leader,
            "may_rank": refusal is None and bool(rows),
            "refusal": refusal.sentence if refusal and is_leader else "",
            "more_time": more_time(
                user,
                deadlines.Owed(Duty.NOMINATION_LIST, ranking.round, network=ranking.network),
                is_done=ranking.state == NominationListState.SUBMITTED or not rows,
                now=now,
            ),
            "history": lines_of(ranking, VERBS),
        }


class NominationListWorkbook(LoginRequiredMixin, View):
    """The same list as an Excel workbook."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponseBase:
        user, now = person(request), clock.now()
        ranking = known_or_404(request, **place, now=now)
        rows = queries.ranked_rows(user, ranking.network, ranking.round, now=now)
        with_names = sees_names(user, ranking.network, ranking.round, now=now)
        sheets = list_sheets(rows, with_names=with_names)
        return workbook_response(
            _("Nominations %(network)s %(year)s")
            % {"network": ranking.network.name, "year": ranking.round.grant_year}
            + ".xlsx",
            sheets,
        )


class NominationListRank(DraftPage):
    """The leader's ranking: cards that are moved, an argument for each, and a note to the whole list."""

    template_name = "needs/nomination_list_rank.html"

    def find(self, **place: int) -> None:
        self.ranking = led_or_404(self.request, **place, now=self.now)
        network, round = self.ranking.network, self.ranking.round
        self.nominations = list(submitted_in(network, round))
        self.rows = [row_of(row, n, with_names=True) for n, row in enumerate(self.nominations, start=1)]

    def stored(self) -> Saved:
        return Saved(self.ranking.version, list_values(self.ranking, self.nominations))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> RankForm:
        if data is not None:
            order = read_order(data.get("order", ""), [row.pk for row in self.rows])
            data = data.copy()
            data["order"] = order_text(moved_by(order, data))
        return RankForm(data, initial=initial, rows=self.rows)

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.rank_nominations(
            round=self.ranking.round,
            network=self.ranking.network,
            typed=typed,
            shown=shown,
            by=person(self.request),
            now=self.now,
        )

    def after(self, do: str) -> HttpResponse:
        step = self.request.POST.get("move", "")
        if step:
            return redirect(f"{self.request.path}#card-{step.partition(':')[0]}")
        if do == "submit":
            return redirect("needs:nomination_list_submit", **self.kwargs)
        messages.success(self.request, _("The order is saved. Remember to send the list."))
        return redirect("needs:nomination_list_detail", **self.kwargs)

    def refusal(self) -> Refused | None:
        refusal = may(rules.check_may_rank_nominations, person(self.request), self.ranking, now=self.now)
        if not self.rows and refusal is None:
            return NotNow(_("There is no nomination to rank."))
        return refusal

    def home(self) -> str:
        return detail_url(self.ranking)

    def page(self, form: Any, shown: Shown, **kwargs: Any) -> HttpResponse:
        """The cards stand in the order that the form holds, saved or not."""
        known = {row.pk: row for row in self.rows}
        typed = read_order(form["order"].value() or "", [*known])
        form.cards = [self._card(form, known[pk]) for pk in typed]
        form.order_now = order_text(typed)
        return super().page(form, shown, **kwargs)

    def context(self) -> dict[str, Any]:
        return {
            "ranking": self.ranking,
            "answer": answer_for(self.ranking, now=self.now),
            "cancel_url": detail_url(self.ranking),
        }

    def words(self, form: Any, name: str, value: Any) -> str:
        """An order is read as a numbered list of people."""
        if name != "order":
            return super().words(form, name, value)
        known = {row.pk: row for row in self.rows}
        order = read_order(str(value), [*known])
        return "\n".join(f"{n}. {known[pk].student_name}" for n, pk in enumerate(order, start=1))

    def _card(self, form: Any, row: RankedRow) -> dict[str, Any]:
        study = ", ".join(part for part in (row.study_name, row.institution) if part)
        return {
            "pk": row.pk,
            "title": row.student_name,
            "url": reverse("needs:nomination_detail", kwargs={"pk": row.pk}),
            "hint": f"{row.kindergarten} ({row.owner}) · {study}",
            "side": kroner(row.amount_nok),
            "fields": [form[why_field(row.pk)]],
        }


class NominationListSubmit(KnownPage):
    """The list on one page before it is sent to the county, with what it comes to."""

    def find(self, **place: int) -> None:
        self.ranking = led_or_404(self.request, **place, now=self.now)

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        user, ranking = person(request), self.ranking
        rows = queries.ranked_rows(user, ranking.network, ranking.round, now=self.now)
        refusal = may(rules.check_may_submit_nomination_list, user, ranking, number=len(rows), now=self.now)
        if refusal is not None:
            return turn_away(request, refusal, detail_url(ranking))
        context = {
            "ranking": ranking,
            "rows": rows,
            "sees_names": True,
            "totals": totals(rows),
            "is_untouched": len(rows) > 1 and not ranking.version,
            "answer": answer_for(ranking, now=self.now),
            "rank_url": reverse("needs:nomination_list_rank", kwargs=place),
            "cancel_url": detail_url(ranking),
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
