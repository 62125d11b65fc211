"""The pages of the shared facts about measures: the list, reading, writing, approving."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.gaps import Gap, show_gaps
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import KnownPage, or_404, person, shown_version, whole_number
from grants.models import Grant
from networks import deadlines
from networks.queries import kindergartens_in
from networks.rules.sides import SideRow
from networks.states import Duty
from reporting.facts_content import facts_content, sections_of
from reporting.forms.facts import FactsForm
from reporting.models import MeasureReport
from reporting.parts import Asked
from reporting.queries import facts as queries
from reporting.queries import own_report_about, report_of
from reporting.rules import facts as rules
from reporting.services import facts as services
from reporting.states import EDITABLE, FactsState

VERBS = {
    "agree": gettext_lazy("Approved by all sides, at last by"),
    "reopen": gettext_lazy("Opened again by"),
}


@dataclass(frozen=True)
class FactsRow:
    """The facts of one measure in the list: who has approved, and how many things are missing."""

    facts: MeasureReport
    sides: list[SideRow]
    missing: int
    may_write: bool


class FactsList(KnownPage):
    """The network's measures with money in a round: who has written, who has approved, what is missing."""

    def find(self, network: int, year: int) -> None:
        self.network, self.round = or_404(queries.network_in_round(network, year))
        found = queries.facts_in(self.network, self.round)
        self.facts = queries.facts_visible(person(self.request), found, now=self.now)
        if not self.facts and not self._reads_network():
            raise Http404

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        questions = queries.questions_about(self.round)
        rows = [self._row(facts, questions) for facts in self.facts]
        context = {
            "network": self.network,
            "round": self.round,
            "rows": rows,
            "agreed": sum(row.facts.state == FactsState.AGREED for row in rows),
            "answer": deadlines.answer(Duty.REPORT, self.round, now=self.now, network=self.network),
        }
        return render(request, "reporting/facts_list.html", context)

    def _row(self, facts: MeasureReport, questions: Any) -> FactsRow:
        user = person(self.request)
        return FactsRow(
            facts=facts,
            sides=sides(user, facts, now=self.now),
            missing=len(queries.gaps_of(facts, questions)),
            may_write=may(rules.check_may_save_facts, user, facts, now=self.now) is None,
        )

    def _reads_network(self) -> bool:
        return queries.reads_network(person(self.request), self.network, now=self.now)


class FactsPage(KnownPage):
    """What the pages about one measure's facts share. Whoever may not read them gets 404."""

    is_for_writers = False

    def find(self, measure: int) -> None:
        user, facts = person(self.request), or_404(queries.facts_about(measure))
        if not queries.facts_visible(user, [facts], now=self.now):
            raise Http404
        if self.is_for_writers and not rules.writes_facts(user, facts, now=self.now):
            raise Http404
        self.facts = facts

    def home(self) -> str:
        """The address of the facts' own page."""
        return reverse("reporting:facts_detail", kwargs={"measure": self.facts.measure_id})

    @cached_property
    def questions(self) -> list[Asked]:
        """The round's questions about measures, as this network reads them."""
        basis = self.facts.measure.basis
        return queries.asked_about(basis.network, queries.questions_about(basis.round))

    @property
    def gaps(self) -> list[Gap]:
        """What is missing before the facts can be approved."""
        return queries.gaps_of(self.facts, [asked.question for asked in self.questions])

    def promised(self) -> dict[str, Any]:
        """What the decision basis promised, and the needs that the measure answers."""
        basis = self.facts.measure.basis
        return {
            "facts": self.facts,
            "measure": self.facts.measure,
            "basis": basis,
            "readable": queries.readable_needs(person(self.request), self.facts, now=self.now),
            "answer": deadlines.answer(Duty.REPORT, basis.round, now=self.now, network=basis.network),
        }


class FactsDetail(FactsPage):
    """The facts to read, who has approved them, and what has happened."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        user = person(request)
        refusal = may(rules.check_may_save_facts, user, self.facts, now=self.now)
        is_writer = rules.writes_facts(user, self.facts, now=self.now)
        edit = reverse("reporting:facts_edit", kwargs={"measure": self.facts.measure_id})
        gaps = self.gaps
        own = own_report_about(user, self.facts, now=self.now) if is_writer else None
        rows = sides(user, self.facts, now=self.now)
        context = {
            **self.promised(),
            "report_url": _writing_url(own) if own else "",
            "sections": sections_of(facts_content(self.facts, self.questions)) if self.facts.version else [],
            "sides": rows,
            "is_reopened": not self.is_agreed and all(row.approval for row in rows),
            "waits_for_reader": any(row.is_own and not row.approval for row in rows),
            "gaps": [(f"{edit}?mangler=1#{gap.anchor}", gap.sentence) for gap in gaps],
            "may_write": refusal is None,
            "is_writer": is_writer,
            "refusal": refusal.sentence if refusal and is_writer and not self.is_agreed else "",
            "is_agreed": self.is_agreed,
            "history": lines_of(self.facts, VERBS),
        }
        return render(request, "reporting/facts_detail.html", context)

    @property
    def is_agreed(self) -> bool:
        """Whether all sides have approved."""
        return self.facts.state == FactsState.AGREED


class FactsEdit(FactsPage, DraftPage):
    """The facts as both sides write them together."""

    template_name = "reporting/facts_form.html"
    is_for_writers = True

    def refusal(self) -> Refused | None:
        return may(rules.check_may_save_facts, person(self.request), self.facts, now=self.now)

    def stored(self) -> Saved:
        values = queries.facts_values(self.facts, [asked.question for asked in self.questions])
        if not self.facts.version:
            values |= queries.beginning_of_facts(self.facts.measure)
        return Saved(self.facts.version, values)

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> FactsForm:
        basis = self.facts.measure.basis
        return FactsForm(
            data,
            initial=initial,
            facts=self.facts,
            kindergartens=list(kindergartens_in(basis.network, basis.round)),
            questions=self.questions,
        )

    def prepare(self, form: FactsForm) -> None:
        if "mangler" in self.request.GET:
            show_gaps(form, self.gaps)

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.save_facts(
            facts=self.facts, typed=typed, shown=shown, by=person(self.request), now=self.now
        )

    def after(self, do: str) -> HttpResponse:
        messages.success(self.request, self._what_next())
        return redirect(self.home())

    def _what_next(self) -> str:
        """What is saved, and what the writer can do now."""
        self.facts = or_404(queries.facts_about(self.facts.measure_id))
        n = len(self.gaps)
        if not n:
            return _("Saved. Nothing is missing. Read it through and approve it for your side.")
        sentence = ngettext(
            "Saved. %(n)s thing is missing before it can be approved.",
            "Saved. %(n)s things are missing before it can be approved.",
            n,
        )
        return sentence % {"n": n}

    def saved_at(self) -> Any:
        return self.facts.saved_at

    def context(self) -> dict[str, Any]:
        return {**self.promised(), "url_back": self.home(), "is_new": not self.facts.version}


class FactsApproval(FactsPage):
    """Something is done for one side: `side` is the university's key, empty for the network."""

    http_method_names = ("post", "options")
    is_for_writers = True

    def side(self) -> int | None:
        """The side that the form names (None: the network's), when the person speaks for it. Raises Http404."""
        typed = self.request.POST.get("side", "")
        found = whole_number(typed)
        if typed and found is None:
            raise Http404
        if not rules.speaks_for(person(self.request), self.facts, found, now=self.now):
            raise Http404
        if self.facts.pk is None:
            raise Http404
        return found


class FactsApprove(FactsApproval):
    """Approve for one side."""

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        facts = services.approve_facts(
            facts=self.facts,
            university_id=self.side(),
            version=shown_version(request),
            by=person(request),
            now=self.now,
        )
        if facts.state == FactsState.AGREED:
            messages.success(request, _("All sides have approved. The others are told by e-mail."))
        else:
            messages.success(request, _("You have approved. The others are told by e-mail."))
        return redirect(self.home())


class FactsWithdraw(FactsApproval):
    """Take one side's approval back."""

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        services.withdraw_facts(facts=self.facts, university_id=self.side(), by=person(request), now=self.now)
        messages.success(request, _("The approval is taken back."))
        return redirect(self.home())


def _writing_url(grant: Grant) -> str:
    """Where the reader's own report goes on: its step about the measures, or its page when it is sent."""
    report = report_of(grant)
    is_open = report is None or report.state in EDITABLE
    return reverse(
        "reporting:report_measures" if is_open else "reporting:report_detail", kwargs={"pk": grant.pk}
    )


def sides(user: Any, facts: MeasureReport, *, now: Any) -> list[SideRow]:
    """Who must approve, who has, whose approval has fallen, and which of them the reader speaks for."""
    rows = []
    for side in rules.sides_of(facts):
        is_own = rules.speaks_for(user, facts, side.university_id, now=now)
        rows.append(SideRow.of(side, facts, is_own=is_own))
    return rows
