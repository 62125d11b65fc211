"""Following up: who owes what in a round, and reminding them now."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from common.documents.workbook import Column, Sheet, workbook_response
from common.refusals import may
from common.views import KnownMixin, attempt, hidden_unless_allowed, or_404, person, whole_number
from networks.models import Round
from rekom.follow_up.forms import FollowUpFilter, RemindForm
from rekom.follow_up.reads import Owed, overview_of, owed_rows
from rekom.follow_up.remind_preview import preview_of
from rekom.follow_up.rules import check_is_reminder, check_may_follow_up
from rekom.follow_up.services import Reminded, remind_now
from rekom.follow_up.tables import FollowUpTable
from rekom.planning.dues import RoundDuty, due_of
from rekom.progress import rounds_followed_by


class RoundPage(KnownMixin):
    """A page for those who follow a round. Raises Http404 for everybody else."""

    round: Round

    def find(self, year: int, duty: str = "") -> None:
        user = person(self.request)
        self.round = or_404(rounds_followed_by(user, now=self.now).filter(grant_year=year).first())
        hidden_unless_allowed(check_may_follow_up, user, self.round, duty, now=self.now)


class FollowUpOverview(RoundPage, TemplateView):
    """All duties of the round that have opened: how many owe, have begun, are overdue, and cannot be reached."""

    template_name = "rekom/follow_up_overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = overview_of(person(self.request), self.round, now=self.now)
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "duties": found,
            "kpis": [
                {"label": _("Overdue"), "value": sum(one.overdue for one in found)},
                {"label": _("Begun, not sent"), "value": sum(one.begun for one in found)},
                {"label": _("Nobody to remind"), "value": sum(one.unreachable for one in found)},
            ],
        }


class DutyPage(RoundPage):
    """A page about one duty of the round. Raises Http404 when the round does not have it."""

    due: RoundDuty

    def find(self, year: int, duty: str = "") -> None:
        super().find(year, duty)
        self.due = or_404(due_of(self.round, duty))
        refusal = may(check_is_reminder, person(self.request), self.round, duty, now=self.now)
        self.may_remind = refusal is None and self.due.answer(None, now=self.now).has_opened

    @property
    def place(self) -> dict[str, Any]:
        """The arguments of the duty's addresses."""
        return {"year": self.round.grant_year, "duty": self.due.kind}

    def filtered(self) -> FollowUpFilter:
        """The filter with the rows that the person follows."""
        rows = owed_rows(person(self.request), self.due, now=self.now)
        return FollowUpFilter(self.request.GET, rows=rows)


class FollowUp(DutyPage, SingleTableMixin, TemplateView):
    """Who owes the duty: filtered, sorted, chosen to be reminded."""

    template_name = "rekom/follow_up.html"
    table_class = FollowUpTable
    table_pagination = {"per_page": 50}  # noqa: RUF012 -- django-tables2 reads it from the class

    def get_table_data(self) -> list[Owed]:
        self.filter = self.filtered()
        return self.filter.qs

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"may_remind": self.may_remind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        asked = urlencode(self.filter.asked)
        return context | {
            "round": self.round,
            "title": self.due.title(),
            "answer": self.due.answer(None, now=self.now),
            "filter": self.filter,
            "may_remind": self.may_remind,
            "remind_url": reverse("remind_now", kwargs=self.place),
            "all_url": f"{reverse('remind_now', kwargs=self.place)}?{urlencode({**self.filter.asked, 'all': 1})}",
            "download_url": f"{reverse('follow_up_download', kwargs=self.place)}?{asked}",
            "kpis": _kpis(self.filter.rows),
        }


def _kpis(rows: list[Owed]) -> list[dict[str, Any]]:
    return [
        {"label": _("Owe it"), "value": len(rows)},
        {"label": _("Begun, not sent"), "value": sum(row.begun is not None for row in rows)},
        {"label": _("Overdue"), "value": sum(row.is_overdue for row in rows)},
        {"label": _("Nobody to remind"), "value": sum(row.is_unreachable for row in rows)},
    ]


class FollowUpDownload(DutyPage, View):
    """The list as the filter leaves it, as an Excel download."""

    def get(self, request: HttpRequest, **place: Any) -> FileResponse:
        columns = [
            Column(_("Who"), 40),
            Column(_("People"), 40),
            Column(_("Network"), 30),
            Column(_("State")),
            Column(_("Overdue")),
            Column(_("Due")),
            Column(_("own deadline")),
            Column(_("Has asked for a new deadline")),
            Column(_("Last told")),
            Column(_("Address does not work"), 30),
        ]
        sheet = Sheet(str(self.due.duty.label), columns, [_cells(row) for row in self.filtered().qs])
        return workbook_response(f"{self.due.kind}-{self.round.grant_year}.xlsx", [sheet])


def _cells(row: Owed) -> list[Any]:
    return [
        row.name,
        row.people or _("Nobody to remind"),
        row.network_name,
        row.state_label,
        _("Yes") if row.is_overdue else _("No"),
        row.due_at,
        _("Yes") if row.has_own_date else _("No"),
        _("Yes") if row.has_asked else _("No"),
        row.reminded_at,
        ", ".join(row.refused),
    ]


class RemindNow(DutyPage, View):
    """Remind the chosen bodies: first the text and the people, then it is sent."""

    def find(self, year: int, duty: str = "") -> None:
        super().find(year, duty)
        hidden_unless_allowed(check_is_reminder, person(self.request), self.round, duty, now=self.now)

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return self.page(None)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        self.chosen()
        form = RemindForm(request.POST)
        if not form.is_valid() or request.POST.get("do") == "preview":
            return self.page(form)
        made: list[Reminded] = []
        if not attempt(form, lambda: made.append(self.serve(form.cleaned_data))):
            return self.page(form, status=409)
        _tell(request, made[0])
        return redirect(self.home())

    def serve(self, typed: dict[str, Any]) -> Reminded:
        """Call the service."""
        return remind_now(
            due=self.due,
            bodies=_keys(self.request.POST),
            by=person(self.request),
            now=self.now,
            line=typed["line"],
            again=typed["again"],
            token=typed["token"],
        )

    def home(self) -> str:
        """Where the person came from: a network's workbench (`fra`), or the list."""
        if self.origin:
            return reverse("needs:workbench", kwargs={"network": self.origin, "year": self.round.grant_year})
        return reverse("follow_up", kwargs=self.place)

    @property
    def origin(self) -> int:
        """The key of the network from whose workbench the rows were chosen; 0 for none."""
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        return whole_number(given.get("fra", "")) or 0

    def chosen(self) -> list[Owed]:
        """The rows to remind: those named, or all that the filter shows. Raises Http404 for another network's."""
        found = self.filtered()
        if self.request.method == "GET" and self.request.GET.get("all"):
            return found.qs
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = set(_keys(given))
        owed = {debt.key for debt in self.due.debts(is_opening=False, now=self.now)} if keys else set()
        if keys & owed - {row.key for row in found.rows}:
            raise Http404
        return [row for row in found.rows if row.key in keys]

    def page(self, form: RemindForm | None, status: int = 200) -> HttpResponse:
        """What will be sent and to whom, with what was typed."""
        rows = self.chosen()
        reachable = [row for row in rows if not row.is_unreachable]
        if form is None and not (reachable and self.may_remind):
            return self.turn_back(rows)
        line = form.data.get("line", "") if form else ""
        preview = preview_of(
            self.due, [row.chosen for row in rows], by=person(self.request), line=line, now=self.now
        )
        if form is None:
            form = RemindForm(initial={"token": secrets.token_hex(8)}, lately=preview.lately)
        elif not preview.lately:
            form.hide_again()
        context = {
            "form": form,
            "title": self.due.title(),
            "keys": " ".join(row.key for row in rows),
            "unreachable": [row for row in rows if row.is_unreachable],
            "preview": preview,
            "cancel_url": self.home(),
            "origin": self.origin,
        }
        return render(self.request, "rekom/follow_up_confirm_remind.html", context, status=status)

    def turn_back(self, rows: list[Owed]) -> HttpResponse:
        """Back to the list, and why."""
        if not self.due.answer(None, now=self.now).has_opened:
            sentence = _("It has not opened yet, so nobody can be reminded of it.")
        elif rows:
            sentence = _("There is nobody to remind: nobody has the role. Invite somebody first.")
        else:
            sentence = _("Choose whom you will remind.")
        messages.info(self.request, sentence)
        return redirect(self.home())


def _keys(given: QueryDict) -> list[str]:
    """The chosen bodies: one in each field, or many in one, so that a whole county fits in a form."""
    return " ".join(given.getlist("body")).split()


def _tell(request: HttpRequest, made: Reminded) -> None:
    told, left = len(made.told), len(made.left_out)
    messages.success(
        request, ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", told) % {"n": told}
    )
    if left:
        sentence = ngettext(
            "%(n)s person was left out: told in the last 24 hours.",
            "%(n)s people were left out: told in the last 24 hours.",
            left,
        )
        messages.info(request, sentence % {"n": left})
