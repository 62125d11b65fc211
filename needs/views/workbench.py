"""The network leader's workbench: who has come how far, who is missing, and reminding several at once."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from common.documents.workbook import workbook_response
from common.views import KnownMixin, KnownPage, hidden_unless_allowed, or_404, person
from needs.filters.workbench import ORDERS, WorkbenchFilter, in_order
from needs.queries.coverage import coverage_of
from needs.queries.workbench import OwnerRow, totals_of, workbench_rows
from needs.queries.workbench_networks import networks_with_totals, workbenches
from needs.rules.workbench import check_may_see_workbench, reminds
from needs.views.coverage import coverage_chart, share
from needs.views.needs_pages import needs_pages
from needs.views.shared import go, round_or_404
from needs.views.workbench_rows import key_figures, sheets, shown_rows
from networks import deadlines
from networks.models import Network, Round
from networks.queries import chosen_round, networks_visible_to
from networks.states import Duty

REMINDED = (Duty.NEEDS_REPORT, Duty.ASSESSMENT, Duty.NOMINATION)


class WorkbenchPage(KnownMixin):
    """A page about the work of one network in one round. Raises Http404 for those who do not follow it."""

    network: Network
    round: Round
    now: datetime

    def find(self, network: int, year: int, **_more: Any) -> None:
        user = person(self.request)
        self.round = round_or_404(self.request, year, now=self.now, county__networks=network)
        self.network = or_404(networks_visible_to(user, now=self.now).filter(pk=network).first())
        hidden_unless_allowed(check_may_see_workbench, user, self.network, self.round.county, now=self.now)
        self.may_remind = reminds(user, self.network, self.round.county, now=self.now)

    @property
    def place(self) -> dict[str, int]:
        """The arguments of the workbench's addresses."""
        return {"network": self.network.pk, "year": self.round.grant_year}

    def filtered(self) -> WorkbenchFilter:
        """The filter with all rows of the network."""
        rows = workbench_rows(self.network, self.round, now=self.now)
        return WorkbenchFilter(self.request.GET, rows=rows)


class Workbench(WorkbenchPage, TemplateView):
    """Every owner and kindergarten of the network: how far they have come, and who is missing."""

    template_name = "needs/workbench.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, found = person(self.request), self.filtered()
        asked, shown = self.request.GET.get("sort", ""), found.qs
        totals, coverage = totals_of(found.rows), coverage_of(found.rows)
        state = self.request.GET.get("mangler", "")
        return super().get_context_data(**kwargs) | {
            "network": self.network,
            "round": self.round,
            "place": self.place,
            "filter": found,
            "rows": shown_rows(in_order(shown, asked), user, now=self.now),
            "kindergartens_shown": sum(len(row.kindergartens) for row in shown),
            "sort": asked,
            "headings": _headings(self.request, asked),
            "figures": key_figures(totals),
            "chosen_state": state,
            "totals": totals,
            "without_contact": [row.name for row in found.rows if not row.contacts],
            "coverage": coverage_chart(coverage, self.network.name),
            "covered": share(coverage.kindergartens),
            "answer": deadlines.answer(Duty.NEEDS_REPORT, self.round, now=self.now),
            "may_remind": self.may_remind,
            "open_all": "apne" in self.request.GET or state in ("assessment", "nomination"),
            "duties": [(duty.value, duty.label) for duty in self._duties()],
            "download_url": f"{reverse('needs:workbench_download', kwargs=self.place)}?{_query(self.request)}",
            "pages": needs_pages(user, "workbench", now=self.now),
        }

    def _duties(self) -> list[Duty]:
        """What one can remind of now."""
        answers = [deadlines.answer(duty, self.round, now=self.now) for duty in REMINDED]
        return [found.duty for found in answers if found.has_opened]


def _headings(request: HttpRequest, asked: str) -> list[dict[str, str]]:
    """The columns' headings with the address that sorts by each."""
    labels = {
        "name": _("Owner"),
        "people": _("Contact"),
        "state": _("Needs report"),
        "shared": _("Assessments"),
        "nominations": _("Nominations"),
        "last": _("Last activity"),
    }
    found = []
    for key in ORDERS:
        is_up = asked == key
        query = request.GET.copy()
        query["sort"] = f"-{key}" if is_up else key
        order = "ascending" if is_up else "descending" if asked == f"-{key}" else ""
        found.append({"label": labels[key], "url": f"?{query.urlencode()}", "order": order})
    return found


def _query(request: HttpRequest) -> str:
    return request.GET.urlencode()


class WorkbenchDownload(WorkbenchPage, View):
    """The workbench as the filter leaves it, as an Excel download."""

    def get(self, request: HttpRequest, **place: Any) -> FileResponse:
        rows = in_order(self.filtered().qs, request.GET.get("sort", ""))
        return workbook_response(f"nettverk-{self.round.grant_year}.xlsx", sheets(rows))


class WorkbenchRemind(WorkbenchPage, KnownPage):
    """From ticked rows to the page that reminds: whoever of them owes the duty. Nothing is sent here."""

    def find(self, network: int, year: int, **_more: Any) -> None:
        super().find(network, year)
        if not self.may_remind:
            raise Http404

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        duty = request.GET.get("plikt", "")
        rows = workbench_rows(self.network, self.round, now=self.now)
        owners, kindergartens = set(request.GET.getlist("eier")), set(request.GET.getlist("barnehage"))
        is_known = duty in {known.value for known in REMINDED}
        keys = bodies_owing(Duty(duty), rows, owners, kindergartens) if is_known else []
        if not keys:
            messages.info(request, _("Tick somebody who owes it. Nobody is reminded."))
            return go("workbench", self.place)
        address = reverse("remind_now", kwargs={"year": self.round.grant_year, "duty": duty})
        query = urlencode({"body": " ".join(keys), "fra": self.network.pk})
        return redirect(f"{address}?{query}")


def bodies_owing(duty: Duty, rows: list[OwnerRow], owners: set[str], kindergartens: set[str]) -> list[str]:
    """The bodies that owe the duty among those ticked, named as the page that reminds names them: "7-3-0".

    The numbers are the keys of owner, network and kindergarten.

    Whoever ticks an owner means its kindergartens too; a kindergarten's needs report is its owner's.
    """
    found = []
    for row in rows:
        is_chosen = str(row.pk) in owners
        ticked = [k for k in row.kindergartens if is_chosen or str(k.pk) in kindergartens]
        if duty == Duty.NEEDS_REPORT:
            found += [f"{row.pk}-{row.report.network_id}-0"] if ticked and row.owes else []
        elif duty == Duty.ASSESSMENT:
            found += [f"0-0-{k.pk}" for k in ticked if not k.is_shared]
        else:
            found += [f"0-0-{k.pk}" for k in ticked if k.nominations_begun]
    return found


class NetworksPage(KnownMixin):
    """A page about all the networks that the person follows, in one round. Raises Http404 for everybody else."""

    def find(self) -> None:
        user, year = person(self.request), self.request.GET.get("aar", "")
        networks = workbenches(user, now=self.now)
        chosen = chosen_round(user, year, Duty.NEEDS_REPORT, now=self.now)
        self.round, self.rounds = or_404(chosen if networks.exists() else None)
        self.networks = networks.filter(county=self.round.county_id)


class WorkbenchHome(NetworksPage, View):
    """Straight on to the workbench where the person follows one network, else to the list of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        keys = list(self.networks.values_list("pk", flat=True)[:2])
        if len(keys) == 1:
            return go("workbench", {"network": keys[0], "year": self.round.grant_year})
        return go("workbench_list", {})


class WorkbenchList(NetworksPage, TemplateView):
    """The networks that the person follows, each with how far it has come."""

    template_name = "needs/workbench_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        return super().get_context_data(**kwargs) | {
            "networks": networks_with_totals(self.networks, user, self.round, now=self.now),
            "round": self.round,
            "pages": needs_pages(user, "workbench", now=self.now),
        }
