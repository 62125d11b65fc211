"""The pages of the county's summary: how it stands, making it, freezing it, its versions and its files."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.documents.delivery import document_response
from common.kept import versions_of
from common.models import ContentVersion
from common.refusals import Refused, may
from common.timeline import lines_of
from common.version_pages import VersionsPage
from common.views import KnownPage, VerbPage, hidden_unless_allowed, or_404, person, shown_version
from grants.queries import is_issued
from networks.roles import STAFF, Role, holds
from reporting.forms.summary import ReopenForm
from reporting.models import CountySummary
from reporting.queries import summary as queries
from reporting.rules import summary as rules
from reporting.services import summary as services
from reporting.states import JobKind, JobState, SummaryState
from reporting.summary_content import WORDS, kept_sections
from reporting.summary_numbers import pictures, sentences, tables
from reporting.summary_parts import NUMBERS

VERBS = {
    "freeze": gettext_lazy("Frozen by"),
    "reopen": gettext_lazy("Opened again by"),
    "add": gettext_lazy("Part added by"),
    "remove": gettext_lazy("Part removed by"),
    "order": gettext_lazy("Order of the parts changed by"),
}
READERS = (Role.FORUM_MEMBER, *STAFF)


class SummaryList(KnownPage):
    """The rounds with their summaries, newest first."""

    def find(self) -> None:
        if not holds(person(self.request), READERS, now=self.now):
            raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:
        rounds = queries.summary_rounds(person(request), now=self.now)
        rows = [{"round": round, "summary": getattr(round, "summary", None)} for round in rounds]
        return render(request, "reporting/summary_list.html", {"rows": rows})


class SummaryPage(KnownPage):
    """A page about one round's summary. Those who may not read it get 404; only staff read what is not frozen."""

    summary: CountySummary | None

    def find(self, year: int) -> None:
        user = person(self.request)
        found = queries.summary_rounds(user, now=self.now).filter(grant_year=year).first()
        self.round = or_404(found)
        self.summary = queries.summary_of(self.round)
        self.is_staff = holds(user, STAFF, self.round.county, now=self.now)
        self.is_officer = holds(user, Role.CASE_OFFICER, self.round.county, now=self.now)

    def home(self) -> str:
        """The summary's own page."""
        return self.url("summary_detail")

    def url(self, name: str, **more: Any) -> str:
        """The address of one of the summary's pages."""
        return reverse(f"reporting:{name}", kwargs={"year": self.round.grant_year, **more})

    def place(self) -> dict[str, Any]:
        """What every page of a summary shows above its own content."""
        return {"round": self.round, "year": self.round.grant_year, "home_url": self.home()}


class OfficePage(SummaryPage):
    """A page of the case officers about a summary that is begun. All others get 404."""

    summary: CountySummary

    def find(self, year: int) -> None:
        super().find(year)
        if self.summary is None or not self.is_officer:
            raise Http404


class SummaryDetail(SummaryPage):
    """The draft for the staff; for the forum's members what was last frozen."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        if not self.is_staff:
            return render(request, "reporting/summary_frozen.html", self.place() | self._frozen())
        context = self.place() | self._draft() | self._verbs()
        return render(request, "reporting/summary_detail.html", context)

    def _frozen(self) -> dict[str, Any]:
        version = or_404(versions_of(self.summary).last() if self.summary else None)
        return {"summary": self.summary, "version": version, "sections": kept_sections(version.content)}

    def _draft(self) -> dict[str, Any]:
        summary = self.summary
        numbers = summary.numbers if summary else {}
        return {
            "summary": summary,
            "job": queries.newest_job(self.round),
            "sections": queries.sections_of(summary) if summary else [],
            "numbers_key": NUMBERS,
            "sentences": sentences(numbers),
            "tables": tables(numbers),
            "pictures": pictures(numbers),
            "history": lines_of(summary, VERBS) if summary else [],
            "versions": versions_of(summary).count() if summary else 0,
        }

    def _verbs(self) -> dict[str, Any]:
        user, summary = person(self.request), self.summary
        kind = queries.work_under_way(self.round)
        making, freezing = kind == JobKind.MAKE, kind == JobKind.FREEZE
        making_refused = may(
            rules.check_may_make_summary,
            user,
            self.round,
            summary,
            is_issued=is_issued(self.round),
            is_being_frozen=freezing,
            now=self.now,
        )
        found: dict[str, Any] = {
            "is_making": making,
            "is_freezing": freezing,
            "is_officer": self.is_officer,
            "may_make": making_refused is None and kind is None,
            "may_write": False,
            "may_freeze": False,
            "is_frozen": False,
            "case": None,
            "papers": [],
        }
        if summary is None:
            return found
        freeze = may(
            rules.check_may_freeze_summary,
            user,
            summary,
            is_being_made=making,
            is_being_frozen=freezing,
            now=self.now,
        )
        write = may(rules.check_may_save_summary, user, summary, is_being_frozen=freezing, now=self.now)
        is_frozen = summary.state == SummaryState.FROZEN
        return found | {
            "may_write": write is None,
            "may_freeze": freeze is None,
            "is_frozen": is_frozen,
            "case": queries.findings_case(self.round.county, now=self.now) if is_frozen else None,
            "papers": queries.papers_with(summary) if is_frozen else [],
        }


class SummaryMake(SummaryPage):
    """Make the summary, or make it again. POST only."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        if not self.is_officer:
            raise Http404
        services.make_summary(round=self.round, by=person(request), now=self.now)
        return redirect(self.url("summary_progress"))


class SummaryProgress(SummaryPage):
    """How far the making or freezing has come; looked up again every other second."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        if not self.is_staff:
            raise Http404
        job = or_404(queries.newest_job(self.round))
        context = self.place() | {
            "job": job,
            "is_freezing": job.kind == JobKind.FREEZE,
            "is_making": job.state == JobState.MAKING,
            "may_try": self.is_officer and job.state == JobState.FAILED,
        }
        is_fragment = getattr(request, "htmx", False)
        name = "reporting/_summary_progress.html" if is_fragment else "reporting/summary_progress.html"
        response = render(request, name, context)
        response["Cache-Control"] = "private, no-store"
        return response


class SummaryFreeze(OfficePage, VerbPage):
    """Freeze the summary: it becomes three files that never change, made in the background."""

    template_name = "reporting/summary_confirm_freeze.html"
    primary_label = gettext_lazy("Freeze the summary")
    done = gettext_lazy("The freezing has begun.")

    def onward(self) -> str:
        return self.url("summary_progress")

    def refusal(self) -> Refused | None:
        kind = queries.work_under_way(self.round)
        making, freezing = kind == JobKind.MAKE, kind == JobKind.FREEZE
        check, user = rules.check_may_freeze_summary, person(self.request)
        return hidden_unless_allowed(
            check, user, self.summary, is_being_made=making, is_being_frozen=freezing, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        version = shown_version(self.request)
        services.freeze_summary(summary=self.summary, version=version, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        empty = [one for one in queries.sections_of(self.summary) if not one.text and not one.collected]
        return self.place() | {"summary": self.summary, "empty": [one for one in empty if one.key != NUMBERS]}


class SummaryReopen(OfficePage, VerbPage):
    """Open a frozen summary again."""

    template_name = "reporting/summary_confirm_reopen.html"
    form_class = ReopenForm
    primary_label = gettext_lazy("Open the summary again")
    done = gettext_lazy("The summary is open. What was frozen stays as a version.")

    def refusal(self) -> Refused | None:
        check, user = rules.check_may_reopen_summary, person(self.request)
        return hidden_unless_allowed(check, user, self.summary, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.reopen_summary(
            summary=self.summary, comment=typed["comment"], by=person(self.request), now=self.now
        )

    def context(self) -> dict[str, Any]:
        return self.place()


class SummaryLay(OfficePage):
    """Lay the frozen summary before the forum. POST only."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        services.lay_summary(summary=self.summary, by=person(request), now=self.now)
        messages.success(request, _("The summary is a paper of the forum's meeting."))
        return redirect(self.home())


class SummaryVersions(VersionsPage, SummaryPage):
    """Every version that was frozen, and how any two differ."""

    template_name = "reporting/summary_versions.html"
    words = WORDS
    verbs = VERBS

    def versions(self) -> Sequence[ContentVersion]:
        return list(versions_of(self.summary)) if self.summary else []

    def context(self) -> dict[str, Any]:
        return self.place()

    def receipt_url(self, version: ContentVersion) -> str:
        return self.url("summary_version_download", number=version.number)


class SummaryVersionDownload(SummaryPage):
    """The PDF of one frozen version."""

    def get(self, request: HttpRequest, year: int, number: int) -> HttpResponse:
        rows = versions_of(self.summary) if self.summary else None
        version = or_404(rows.filter(number=number).first() if rows is not None else None)
        return document_response(or_404(queries.document_of_version(version)))

    def find(self, year: int, number: int) -> None:  # type: ignore[override]  # -- a version is found by two numbers
        super().find(year)


class SummaryDownload(SummaryPage):
    """One of the files that were frozen last; `field` says which."""

    field = "document"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        summary = or_404(self.summary)
        return document_response(or_404(queries.file_of_summary(summary, self.field)))
