"""The pages of the allocation: run it, read a run, download its figures."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from common import clock
from common.refusals import may
from common.views import person
from grants import queries
from grants.allocation_texts import with_explanations
from grants.letters import LANGUAGE
from grants.models import AllocationRun
from grants.rules.allocation import check_may_run_allocation
from grants.services.allocation import run_allocation
from grants.views import run_page
from grants.views.rounds import round_read_as
from networks.models import Round
from networks.roles import Role


class AllocationDetail(LoginRequiredMixin, TemplateView):
    """The newest run, or an older one by its number, and whether it stands on the present figures."""

    template_name = "grants/allocation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = clock.now(), person(self.request)
        round = round_read_as(self.request, kwargs["year"], queries.INSIDERS, now=now, with_dates=False)
        number = kwargs.get("number")
        newest = queries.newest_run(round)
        is_newest = newest is not None and number in (None, newest.number)
        run = newest if is_newest or number is None else queries.run_numbered(round, number)
        if number is not None and run is None:
            raise Http404
        budget = newest.budget if newest else queries.budget_of(round)
        recommendation = queries.bare_recommendation(round)
        refusal = may(check_may_run_allocation, user, round, budget, recommendation, now=now)
        runs = list(queries.runs_of(round))
        context = super().get_context_data(**kwargs) | {
            "round": round,
            "run": run,
            "runs": runs,
            "budget": budget,
            "is_newest": is_newest,
            "is_current": bool(run and is_newest and queries.is_current(run, round)),
            "may_run": refusal is None,
        }
        return context | _figures(run) if run else context


def _figures(run: AllocationRun) -> dict[str, Any]:
    networks = run_page.network_rows(run)
    return {
        "kpis": run_page.kpis(run),
        "networks": networks,
        "requested_total": sum(row.requested for row in networks),
        "amount_total": sum(row.amount for row in networks),
        "network_total": sum(row.network_amount for row in networks),
        "silent": [row.name for row in networks if not row.requested],
        "requests": run_page.request_rows(run),
        "chart": run_page.chart(run),
    }


@login_required
@require_POST
def allocation_run(request: HttpRequest, year: int) -> HttpResponse:
    """Run the allocation on what is recorded now."""
    now = clock.now()
    round = round_read_as(request, year, {Role.CASE_OFFICER}, now=now, with_dates=False)
    run = run_allocation(round=round, by=person(request), now=now)
    messages.success(request, _("Run no. %(number)s is made and kept.") % {"number": run.number})
    return redirect("grants:allocation_detail", year=year)


@login_required
@require_safe
def allocation_download(request: HttpRequest, year: str, number: str, part: str) -> HttpResponse:
    """The input or the output of a run as JSON, as `manage.py allocate` reads and writes them."""
    round = round_read_as(request, int(year), queries.INSIDERS, now=clock.now())
    run = queries.run_numbered(round, int(number))
    if run is None:
        raise Http404
    data = run.input if part == "inndata" else _output(run)
    content = json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_filename(round, run, part)}"'
    return response


def _output(run: AllocationRun) -> dict[str, Any]:
    with override(LANGUAGE):
        return with_explanations(run.output)


def _filename(round: Round, run: AllocationRun, part: str) -> str:
    return f"fordeling-{round.grant_year}-{run.number}-{part}.json"
