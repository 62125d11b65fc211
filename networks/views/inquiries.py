"""Inquiries as the county governor's office sees them: the list, a draft, whom to ask, the answers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin, SingleTableView

from common.dates import oslo_date
from common.documents.workbook import Column, Sheet, workbook_response
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import KnownMixin, KnownPage, VerbPage, attempt, or_404, person, turn_away, whole_number
from networks.answers import answer_value
from networks.deadlines import end_of_day, was_late
from networks.filters import InquiryAnswerFilter
from networks.forms.inquiries import CancelInquiryForm, ChangeDateForm, ChooseAskedForm, InquiryForm
from networks.models import Inquiry, Round
from networks.queries import inquiries as queries
from networks.queries import networks_visible_to, rounds_visible_to
from networks.roles import STAFF, Role, bodies
from networks.rules import inquiries as rules
from networks.services import inquiries as services
from networks.states import AnswerKind, InquiryAnswerState, InquiryState
from networks.tables import InquiryAnswerTable, InquiryTable

GROUPS = {
    "eiere": ("owners", gettext_lazy("Owners")),
    "nettverk": ("networks", gettext_lazy("Networks")),
    "barnehager": ("kindergartens", gettext_lazy("Kindergartens")),
    "universiteter": ("universities", gettext_lazy("Universities and university colleges")),
}
"""The groups of bodies as addresses name them."""
SHOWN_AT_MOST = 400
"""Tick boxes on one page; with more bodies one narrows the list first, or takes all."""
VERBS = {
    "send": gettext_lazy("Sent by"),
    "change_date": gettext_lazy("Date changed by"),
    "cancel": gettext_lazy("Cancelled by"),
}


class RoundsInquiries(KnownMixin, SingleTableView):
    """The inquiries of a round, the newest or that of `?aar=`."""

    template_name = "networks/inquiry_list.html"
    table_class = InquiryTable
    paginate_by = 40

    def find(self) -> None:
        user, year = person(self.request), self.request.GET.get("aar", "")
        counties = bodies(user, STAFF, now=self.now)
        self.rounds = [r for r in rounds_visible_to(user, now=self.now) if r.county_id in counties]
        found = [round for round in self.rounds if year in ("", str(round.grant_year))]
        if not counties or (self.rounds and not found):
            raise Http404
        self.round = found[0] if found else None

    def get_queryset(self) -> Any:
        return queries.inquiries_of(self.round)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        may_ask = self.round and may(rules.check_may_create_inquiry, user, self.round, now=self.now) is None
        more = {"round": self.round, "rounds": self.rounds, "may_ask": may_ask}
        return super().get_context_data(**kwargs) | more


class InquiryPage(KnownPage):
    """A page about one inquiry of a county that the person works for."""

    inquiry: Inquiry

    def find(self, pk: int) -> None:
        self.inquiry = or_404(
            queries.inquiries_kept_by(person(self.request), now=self.now).filter(pk=pk).first()
        )

    def home(self) -> str:
        """The inquiry's own page."""
        return reverse("networks:inquiry_detail", kwargs={"pk": self.inquiry.pk})


class OfficersPage(InquiryPage):
    """The same, for case officers alone."""

    def find(self, pk: int) -> None:
        super().find(pk)
        if self.inquiry.round.county_id not in bodies(person(self.request), Role.CASE_OFFICER, now=self.now):
            raise Http404


class DraftPage(OfficersPage):
    """The same, for a draft; one that was sent is shown instead, with the reason."""

    def refusal(self) -> Refused | None:
        """Why the draft cannot be changed now, or None."""
        return may(rules.check_may_save_inquiry, person(self.request), self.inquiry, now=self.now)


class InquiryCreate(KnownPage):
    """A new inquiry of a round."""

    round: Round

    def find(self, year: int) -> None:
        user = person(self.request)
        mine = rounds_visible_to(user, now=self.now).filter(
            grant_year=year, county__in=bodies(user, Role.CASE_OFFICER, now=self.now)
        )
        self.round = or_404(mine.first())

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        initial = {"answer_kind": AnswerKind.TEXT, "remind_before": [7, 1], "remind_after": [1, 7]}
        return self._page(InquiryForm(initial=initial, now=self.now))

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        form = InquiryForm(request.POST, now=self.now)
        if not form.is_valid():
            return self._page(form)
        made = services.create_inquiry(round=self.round, typed=form.typed, by=person(request), now=self.now)
        return redirect("networks:inquiry_choose", pk=made.pk)

    def _page(self, form: InquiryForm) -> HttpResponse:
        cancel = f"{reverse('networks:inquiry_list')}?aar={self.round.grant_year}"
        context = {"form": form, "round": self.round, "inquiry": None, "cancel_url": cancel}
        return render(self.request, "networks/inquiry_form.html", context)


class InquiryEdit(DraftPage):
    """Change a draft."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        return self._page(InquiryForm.starting_with(self.inquiry, now=self.now))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = InquiryForm(request.POST, now=self.now)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, status=409)
        messages.success(request, _("The draft is saved."))
        return redirect(self.home())

    def _save(self, form: InquiryForm) -> None:
        services.save_inquiry(inquiry=self.inquiry, typed=form.typed, by=person(self.request), now=self.now)

    def _page(self, form: InquiryForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "round": self.inquiry.round,
            "inquiry": self.inquiry,
            "cancel_url": self.home(),
        }
        return render(self.request, "networks/inquiry_form.html", context, status=status)


class InquiryChoose(DraftPage):
    """Whom to ask: group by group, all of them or some."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        self._look()
        return self._page(None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._look()
        form = ChooseAskedForm(request.POST, shown=self.shown)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._choose(form)):
            return self._page(form, status=409)
        messages.success(request, self._told())
        done = request.POST.get("do") == "next"
        return redirect(self.home() if done else f"{request.path}?{request.GET.urlencode()}")

    def _look(self) -> None:
        """The group, the filter, and the bodies that fit."""
        asked = self.request.GET
        self.slug = asked.get("gruppe", "") if asked.get("gruppe", "") in GROUPS else "eiere"
        self.group = GROUPS[self.slug][0]
        self.text = asked.get("sok", "").strip().replace("\x00", "")[:100]
        key = whole_number(asked.get("nettverk", ""))
        self.networks = list(networks_visible_to(person(self.request), now=self.now))
        self.network = next((n for n in self.networks if n.pk == key), None)
        self.offered = queries.bodies_to_ask(self.inquiry.round)
        self.fits = queries.narrowed(
            self.offered[self.group], self.group, self.inquiry.round, text=self.text, network=self.network
        )
        self.shown = list(self.fits[:SHOWN_AT_MOST])
        self.chosen = queries.chosen_keys(self.inquiry)

    def _choose(self, form: ChooseAskedForm) -> None:
        do = self.request.POST.get("do")
        if do in ("all", "none"):
            offered = set(self.fits.values_list("pk", flat=True))
            chosen = offered if do == "all" else set()
        else:
            typed = form.cleaned_data["offered"].split(",")
            offered = {key for key in map(whole_number, typed) if key is not None}
            chosen = {body.pk for body in form.cleaned_data["chosen"]}
        services.choose_asked(
            inquiry=self.inquiry,
            group=self.group,
            offered=offered,
            chosen=chosen,
            by=person(self.request),
            now=self.now,
        )

    def _told(self) -> str:
        number = self.inquiry.answers.count()
        return ngettext("%(n)s is chosen.", "%(n)s are chosen.", number) % {"n": number}

    def _page(self, form: ChooseAskedForm | None, status: int = 200) -> HttpResponse:
        mine = self.chosen[services.COLUMN_OF[self.group]]
        initial = {
            "offered": ",".join(str(body.pk) for body in self.shown),
            "chosen": [str(body.pk) for body in self.shown if body.pk in mine],
        }
        context = {
            "inquiry": self.inquiry,
            "form": form or ChooseAskedForm(initial=initial, shown=self.shown),
            "groups": self._groups(),
            "slug": self.slug,
            "text": self.text,
            "network": self.network,
            "networks": self.networks,
            "fitting": self.fits.count(),
            "shown": len(self.shown),
            "total": sum(map(len, self.chosen.values())),
            "cancel_url": self.home(),
        }
        return render(self.request, "networks/inquiry_choose.html", context, status=status)

    def _groups(self) -> list[dict[str, Any]]:
        """Each group with how many of it are chosen."""
        rows = []
        for slug, (group, label) in GROUPS.items():
            keys = set(self.offered[group].values_list("pk", flat=True))
            chosen = len(keys & self.chosen[services.COLUMN_OF[group]])
            rows.append({"slug": slug, "label": label, "chosen": chosen, "total": len(keys)})
        return rows


class InquiryDetail(KnownMixin, SingleTableMixin, FilterView):
    """The inquiry, who has answered what, and what can be done with it."""

    template_name = "networks/inquiry_detail.html"
    table_class = InquiryAnswerTable
    filterset_class = InquiryAnswerFilter
    paginate_by = 50

    def find(self, pk: int) -> None:
        self.inquiry = or_404(
            queries.inquiries_kept_by(person(self.request), now=self.now).filter(pk=pk).first()
        )

    def get_queryset(self) -> Any:
        return queries.answers_of(self.inquiry)

    def get_table_kwargs(self) -> dict[str, Any]:
        user, is_open = person(self.request), self.inquiry.state == InquiryState.OPEN
        is_officer = may(rules.check_may_create_inquiry, user, self.inquiry.round, now=self.now) is None
        return {"inquiry": self.inquiry, "may_return": is_officer and is_open}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = list(self.inquiry.answers.values_list("state", flat=True))
        answered = states.count(InquiryAnswerState.ANSWERED)
        return super().get_context_data(**kwargs) | {
            "inquiry": self.inquiry,
            "asked": len(states),
            "answered": answered,
            "missing": len(states) - answered,
            "facts": _facts(self.inquiry),
            "history": lines_of(self.inquiry, VERBS),
            "is_draft": self.inquiry.state == InquiryState.DRAFT,
            "is_open": self.inquiry.state == InquiryState.OPEN,
            "may_change": may(
                rules.check_may_create_inquiry, person(self.request), self.inquiry.round, now=self.now
            )
            is None,
            "download_url": reverse("networks:inquiry_download", kwargs={"pk": self.inquiry.pk}),
        }


def _facts(inquiry: Inquiry) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Question"), inquiry.question),
        (_("Answered with"), inquiry.get_answer_kind_display()),
    ]
    if inquiry.choices:
        facts.append((_("The choices"), "\n".join(inquiry.choices)))
    after = _("Closes after the date") if inquiry.closes else _("Late answers are taken, and marked as late")
    return [*facts, (_("After the date"), after), (_("Reminders"), reminders_text(inquiry))]


def reminders_text(inquiry: Inquiry) -> str:
    """'7 og 1 dager før, 1 og 7 dager etter' in the reader's language."""
    parts = []
    if inquiry.remind_before:
        parts.append(_("%(days)s days before") % {"days": ", ".join(map(str, inquiry.remind_before))})
    if inquiry.remind_after:
        parts.append(_("%(days)s days after") % {"days": ", ".join(map(str, inquiry.remind_after))})
    return "; ".join(parts) or _("None")


class InquiryDownload(InquiryPage):
    """All answers as a workbook."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        columns = [
            Column(_("Asked"), 36),
            Column(_("Kindergarten owner"), 30),
            Column(_("State"), 16),
            Column(_("Answer"), 50),
            Column(_("Comment"), 40),
            Column(_("By"), 24),
            Column(_("When"), 18),
            Column(_("Late"), 8),
        ]
        sheet = Sheet(self.inquiry.title, columns, _excel_rows(self.inquiry))
        return workbook_response(_("inquiry-%(pk)s.xlsx") % {"pk": self.inquiry.pk}, [sheet])


def _excel_rows(inquiry: Inquiry) -> Iterator[list[Any]]:
    is_text = inquiry.answer_kind == AnswerKind.TEXT
    for row in queries.answers_of(inquiry).iterator(chunk_size=500):
        row.inquiry = inquiry
        yield [
            row.body_name,  # type: ignore[attr-defined]  # -- the query writes it
            row.kindergarten.owner.name if row.kindergarten else None,
            row.get_state_display(),
            answer_value(row),
            None if is_text else row.text,
            row.answered_by.name if row.answered_by else None,
            row.answered_at,
            _("Yes") if was_late(inquiry, row) else None,
        ]


class InquirySend(OfficersPage, VerbPage):
    """What will be sent, to whom, before it is."""

    template_name = "networks/inquiry_confirm_send.html"
    primary_label = gettext_lazy("Send the inquiry")
    done = gettext_lazy("The inquiry is sent.")

    def refusal(self) -> Refused | None:
        self.rows = list(queries.answers_of(self.inquiry))
        return may(
            rules.check_may_send_inquiry,
            person(self.request),
            self.inquiry,
            asked=len(self.rows),
            now=self.now,
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.send_inquiry(inquiry=self.inquiry, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        rows = list(queries.answers_of(self.inquiry))
        return {
            "inquiry": self.inquiry,
            "asked": len(rows),
            "people": queries.people_asked(rows, now=self.now),
            "alone": queries.rows_without_people(rows, now=self.now),
            "reminders": reminders_text(self.inquiry),
        }


class InquiryCancel(OfficersPage, VerbPage):
    """Take an inquiry back."""

    template_name = "networks/inquiry_confirm_cancel.html"
    form_class = CancelInquiryForm
    primary_label = gettext_lazy("Cancel the inquiry")
    done = gettext_lazy("The inquiry is cancelled.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_cancel_inquiry, person(self.request), self.inquiry, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.cancel_inquiry(inquiry=self.inquiry, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return {"inquiry": self.inquiry, "danger": True, "was_sent": self.inquiry.state == InquiryState.OPEN}


class InquiryChangeDate(OfficersPage):
    """Move the date of an inquiry that was sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refusal = may(rules.check_may_change_date_of_inquiry, person(request), self.inquiry, now=self.now)
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        return self._page(ChangeDateForm(initial={"due_on": oslo_date(self.inquiry.due_at)}, now=self.now))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ChangeDateForm(request.POST, now=self.now)
        if not form.is_valid():
            return self._page(form)
        due_at = end_of_day(form.cleaned_data["due_on"])
        if not attempt(form, lambda: self._change(due_at)):
            return self._page(form, status=409)
        messages.success(request, _("The date is changed."))
        return redirect(self.home())

    def _change(self, due_at: datetime) -> None:
        services.change_date_of_inquiry(
            inquiry=self.inquiry, due_at=due_at, by=person(self.request), now=self.now
        )

    def _page(self, form: ChangeDateForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "inquiry": self.inquiry,
            "owed": queries.inquiry_answers_owed(self.inquiry).count(),
            "primary_label": _("Change the date"),
            "cancel_url": self.home(),
        }
        return render(self.request, "networks/inquiry_confirm_change_date.html", context, status=status)
