"""Writing a report step by step. Each page is saved while it is written; sending alone demands anything."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from common.drafts import Saved, Shown
from common.gaps import show_gaps
from common.views import KnownPage, person, turn_away
from reporting import services
from reporting.forms.report import AnswersForm, LineForm
from reporting.models import MeasureReport, ReportLine
from reporting.queries.report_lines import line_values
from reporting.queries.report_parts import answer_values, writing_place
from reporting.rules import line_gaps, own_line_gaps
from reporting.states import FactsState
from reporting.views.report_page import NEXT, PREVIOUS, ReportMixin, WritingPage
from reporting.views.report_steps import (
    LINE_PLACE,
    MEASURES,
    MISSING,
    MONEY,
    QUESTIONS,
    SEND,
    facts_url,
    gap_address,
    line_url,
    next_line,
    road,
    step_url,
)

LACKING = "mangler"
"""The filter of the list of lines: `vis=mangler` shows those in which something is missing."""
STATES = {
    "done": gettext_lazy("Done"),
    "returned": gettext_lazy("Something is missing"),
    "missing": gettext_lazy("Not begun"),
}
"""How far a line has come, by the code of its colour."""


class ReportEdit(ReportMixin, KnownPage):
    """The way in: on to where the person last wrote, else to the first step."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refused = self.refusal()
        if refused is not None:
            return turn_away(request, refused, self.home())
        if MISSING in request.GET:
            there = gap_address(self.grant, self.gaps[0]) if self.gaps else step_url(self.grant, SEND)
            return redirect(there)
        return redirect(self._where(writing_place(person(request), self.grant)))

    def _where(self, place: str) -> str:
        key = place.removeprefix(LINE_PLACE)
        if place != key and key in {str(row.line_id) for row in self.parts.lines}:
            return line_url(self.grant, int(key))
        steps = road(self.parts)
        return step_url(self.grant, place if place in steps else steps[0])


class MeasuresStep(ReportMixin, KnownPage):
    """The shared facts about the grant's measures: how each stands, and which the own side must approve."""

    step = MEASURES

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.turned_away() or render(request, "reporting/report_measures.html", self._context())

    def _context(self) -> dict[str, Any]:
        rows = [self._row(facts) for facts in self.parts.facts]
        waiting = [row["url"] for row in rows if not row["is_approved"]]
        return self.around() | {
            "rows": rows,
            "done": len(rows) - len(waiting),
            "first_waiting": waiting[0] if waiting else "",
        }

    def _row(self, facts: MeasureReport) -> dict[str, Any]:
        is_approved = facts.measure_id not in self.parts.unapproved
        return {
            "facts": facts,
            "url": facts_url(facts.measure_id),
            "is_approved": is_approved,
            "is_agreed": facts.state == FactsState.AGREED,
        }


class MoneyStep(ReportMixin, KnownPage):
    """All lines of the letter with what each had, used and left; one can see those alone in which something lacks."""

    step = MONEY

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.turned_away() or render(request, "reporting/report_money.html", self._context())

    def _context(self) -> dict[str, Any]:
        rows = [self._row(line) for line in self.parts.lines]
        lacking = [row for row in rows if row["gaps"]]
        is_filtered = self.request.GET.get("vis") == LACKING
        return self.around() | {
            "rows": lacking if is_filtered else rows,
            "is_filtered": is_filtered,
            "done": len(rows) - len(lacking),
            "total": len(rows),
            "first_lacking": lacking[0]["url"] if lacking else "",
            "has_networks": self.grant.university_id is not None,
            "sums": {
                "had": sum(row.budget_nok for row in self.parts.lines),
                "used": sum(row.used_nok or 0 for row in self.parts.lines),
                "left": sum(row.left_nok or 0 for row in self.parts.lines),
            },
        }

    def _row(self, line: ReportLine) -> dict[str, Any]:
        gaps = line_gaps(line)
        code = "done" if not gaps else "missing" if line.pk is None else "returned"
        return {
            "line": line,
            "url": line_url(self.grant, line.line_id),
            "gaps": gaps,
            "state": code,
            "label": STATES[code],
        }


class LinePage(WritingPage):
    """One line: what the money was used for by kind, what is left, and for some lines what was done."""

    step = MONEY
    template_name = "reporting/report_line.html"

    def find(self, pk: int, **place: int) -> None:
        super().find(pk)
        self.key = place["line"]
        if all(row.line_id != self.key for row in self.lines):
            raise Http404

    @property
    def line(self) -> ReportLine:
        """The line of the page."""
        return next(row for row in self.lines if row.line_id == self.key)

    def stored(self) -> Saved:
        return Saved(self.report.version, line_values(self.line))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> LineForm:
        return LineForm(data, initial=initial, line=self.line)

    def prepare(self, form: Any) -> None:
        if MISSING in self.request.GET:
            show_gaps(form, own_line_gaps(self.line))

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        saved = services.save_line(
            grant=self.grant,
            line=self.key,
            typed=typed,
            shown=shown,
            by=person(self.request),
            now=self.now,
            at=self.goes_to(),
        )
        self.read_again()
        return saved

    def goes_to(self) -> str:
        do = self.request.POST.get("do", "")
        return MONEY if do == PREVIOUS else f"{LINE_PLACE}{self.key}"

    def after(self, do: str) -> HttpResponse:
        if do == PREVIOUS:
            return redirect(step_url(self.grant, MONEY))
        if do == NEXT:
            following = next_line(self.lines, self.key)
            return redirect(line_url(self.grant, following) if following else step_url(self.grant, MONEY))
        return super().after(do)

    def context(self) -> dict[str, Any]:
        keys = [row.line_id for row in self.lines]
        return self.around() | {
            "line": self.line,
            "number": keys.index(self.key) + 1,
            "total": len(keys),
            "url_list": step_url(self.grant, MONEY),
            "facts_url": facts_url(self.line.line.measure_id)
            if self.line.line.measure_id and not self.line.carry_over_id
            else "",
        }


class QuestionsStep(WritingPage):
    """The summary, and the round's questions to this recipient."""

    step = QUESTIONS
    template_name = "reporting/report_questions.html"

    def stored(self) -> Saved:
        answers = answer_values(self.report, self.questions)
        return Saved(self.report.version, {"summary": self.report.summary, **answers})

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> AnswersForm:
        return AnswersForm(data, initial=initial, questions=self.questions)

    def prepare(self, form: Any) -> None:
        if MISSING in self.request.GET:
            show_gaps(form, self.gaps)

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        saved = services.save_answers(
            grant=self.grant,
            typed=typed,
            shown=shown,
            by=person(self.request),
            now=self.now,
            at=self.goes_to(),
        )
        self.read_again()
        return saved
