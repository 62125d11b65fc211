"""The pages of the control: what it sees, notes and questions, the answer, the return, and the approval."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import PortalForm
from common.refusals import Refused, may
from common.views import KnownPage, VerbPage, attempt, hidden_unless_allowed, or_404, person
from reporting import queries
from reporting.controlled import Finding
from reporting.findings import sentence_of, title_of
from reporting.forms.control import AnswerForm, ApproveForm, RemarkForm
from reporting.models import Report
from reporting.queries.control import controls_of
from reporting.queries.remarks import Talk, is_answered, noted_findings, question_for, questions_to, talks_of
from reporting.queries.settlement import settlements_of, unsettled
from reporting.rules import control as rules
from reporting.rules import remarks as remark_rules
from reporting.rules.report import check_may_decide_report
from reporting.services import remarks as remark_services
from reporting.services.control import approve_report
from reporting.states import RemarkKind, ReportState
from reporting.views.report import (
    DecideReport,
    ReportReturn,
    detail_url,
    grant_or_404,
    sent_or_404,
    written_or_404,
)


class ControlPage:
    """What the pages about one report's control share: the report, and what the control sees in it."""

    request: HttpRequest
    now: Any
    report: Report

    def find(self, pk: int) -> None:
        self.report = or_404(queries.report_of(grant_or_404(self.request, pk, now=self.now)))
        hidden_unless_allowed(rules.check_may_see_control, person(self.request), self.report, now=self.now)
        or_404(self.report.state != ReportState.DRAFT or None)
        self.findings = controls_of([self.report], now=self.now)[self.report.pk]

    def home(self) -> str:
        """The address of the control."""
        return reverse("reporting:report_control", kwargs={"pk": self.report.grant_id})


class ReportControl(ControlPage, KnownPage):
    """What the control sees, what is noted and asked, and what can be done. Posting writes a note or a question."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        about = request.GET.get("funn", "")
        known = {finding.key for finding in self.findings}
        form = self._form(initial={"finding": about if about in known else ""})
        return self._page(form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        hidden_unless_allowed(check_may_decide_report, person(request), self.report, now=self.now)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._write(form.cleaned_data)):
            return self._page(form, status=409)
        is_question = form.cleaned_data["kind"] == RemarkKind.QUESTION
        messages.success(
            request, _("The question is sent by e-mail.") if is_question else _("The note is saved.")
        )
        return redirect(self.home())

    def _form(self, data: Any = None, **kwargs: Any) -> RemarkForm:
        may_ask = self.report.state == ReportState.SUBMITTED
        return RemarkForm(data, findings=self.findings, may_ask=may_ask, **kwargs)

    def _write(self, typed: dict[str, Any]) -> None:
        is_question = typed["kind"] == RemarkKind.QUESTION
        write = remark_services.ask_recipient if is_question else remark_services.note_report
        write(
            report=self.report,
            text=typed["text"],
            finding=typed["finding"],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: PortalForm, status: int = 200) -> HttpResponse:
        report, talks = self.report, talks_of(self.report)
        user = person(self.request)
        is_officer = may(check_may_decide_report, user, report, now=self.now) is None
        noted = {talk.remark.finding for talk in talks if talk.remark.kind == RemarkKind.NOTE}
        rows = [_shown(finding, talks) for finding in self.findings]
        context = {
            "report": report,
            "grant": report.grant,
            "rows": rows,
            "open_count": len(rules.unanswered(self.findings, noted)),
            "whole": _talks_on(talks, {finding.key for finding in self.findings}),
            "settlements": settlements_of(report),
            "form": form,
            "is_officer": is_officer,
            "can_decide": is_officer and report.state == ReportState.SUBMITTED,
            "lacks": may(rules.check_is_controlled, self.findings, noted),
        }
        return render(self.request, "reporting/report_control.html", context, status=status)


def uncontrolled(report: Report, *, now: datetime) -> Refused | None:
    """What lacks in the control before the report can be approved, or None."""
    return may(rules.check_is_controlled, controls_of([report], now=now)[report.pk], noted_findings(report))


def _shown(finding: Finding, talks: list[Talk]) -> dict[str, Any]:
    mine = [talk for talk in talks if talk.remark.finding == finding.key]
    return {
        "finding": finding,
        "sentence": sentence_of(finding),
        "title": title_of(finding.code),
        "talks": mine,
        "needs_note": finding.is_must
        and finding.code != rules.NOT_APPROVED
        and not any(talk.remark.kind == RemarkKind.NOTE for talk in mine),
    }


def _talks_on(talks: list[Talk], known: set[str]) -> list[Talk]:
    """What is written on the whole report, and on findings that are gone."""
    return [talk for talk in talks if talk.remark.finding not in known]


class ControlReturn(ReportReturn):
    """The case officer returns a report; the chosen findings stand in the comment to begin with."""

    def initial(self) -> dict[str, Any]:
        chosen = set(self.request.GET.getlist("funn"))
        findings = controls_of([self.report], now=self.now)[self.report.pk] if chosen else []
        said = [f"– {sentence_of(finding)}" for finding in findings if finding.key in chosen]
        return {**super().initial(), "comment": "\n".join(said)}


class ControlApprove(DecideReport):
    """The case officer approves a report, settles what is unspent, and says what everybody may read."""

    template_name = "reporting/report_confirm_approve.html"
    primary_label = gettext_lazy("Approve the report")
    done = gettext_lazy("The report is approved, and the recipient is told by e-mail.")

    def find(self, pk: int) -> None:
        self.report = sent_or_404(self.request, pk, now=self.now)
        self.money = unsettled(self.report)

    def home(self) -> str:
        return reverse("reporting:report_control", kwargs={"pk": self.report.grant_id})

    def refusal(self) -> Refused | None:
        user, report = person(self.request), self.report
        who_and_when = may(rules.check_may_approve_report, user, report, now=self.now)
        return who_and_when or uncontrolled(report, now=self.now)

    def initial(self) -> dict[str, Any]:
        return {"public_text": self.report.public_text or self.report.summary}

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        return ApproveForm(data, unspent=self.money.to_settle, **kwargs)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self._approve(form)):
            return self.page(form, status=409)
        messages.success(request, self.done)
        return redirect(detail_url(self.report.grant_id))

    def _approve(self, form: Any) -> None:
        approve_report(
            report=self.report,
            comment=form.cleaned_data["comment"],
            public_text=form.cleaned_data["public_text"],
            choices=form.choices,
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        waiting = sum(talk.is_waiting for talk in questions_to(self.report))
        return super().context() | {"money": self.money, "waiting": waiting}


class ReportAnswer(VerbPage):
    """Those who report for the recipient answer a question of the office."""

    template_name = "reporting/report_answer.html"
    form_class = AnswerForm
    primary_label = gettext_lazy("Send the answer")
    done = gettext_lazy("The answer is sent to the County Governor.")

    def find(self, pk: int, question: int) -> None:
        report = or_404(queries.report_of(written_or_404(self.request, pk, now=self.now)))
        self.question = or_404(question_for(report, question))
        self.report = report

    def home(self) -> str:
        return detail_url(self.report.grant_id)

    def refusal(self) -> Refused | None:
        user, answered = person(self.request), is_answered(self.question)
        return may(remark_rules.check_may_answer, user, self.question, is_answered=answered, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        remark_services.answer_question(
            question=self.question, text=typed["text"], by=person(self.request), now=self.now
        )

    def context(self) -> dict[str, Any]:
        return {"report": self.report, "grant": self.report.grant, "question": self.question}
