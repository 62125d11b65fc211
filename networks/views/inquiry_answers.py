"""Inquiries as those see them who are asked, and who follows their network; and sending an answer back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments import download
from common.refusals import Refused, may
from common.views import KnownPage, VerbPage, attempt, hidden_unless_allowed, or_404, person, shown_version
from networks.answers import number_text
from networks.deadlines import answer_of_inquiry, was_late
from networks.forms.inquiries import AnswerForm, ReturnAnswerForm
from networks.models import InquiryAnswer
from networks.queries import inquiries as queries
from networks.queries import networks_visible_to, rounds_visible_to
from networks.roles import LEADERS, bodies
from networks.rules import inquiries as rules
from networks.services import inquiries as services
from networks.states import InquiryAnswerState


class AnswerPage(KnownPage):
    """The question, and the form in which one body answers it; once closed, what was answered."""

    row: InquiryAnswer

    def find(self, pk: int) -> None:
        user = person(self.request)
        self.row = or_404(queries.rows_to_answer(user, now=self.now).filter(pk=pk).first())
        self.closed = hidden_unless_allowed(rules.check_may_answer_inquiry, user, self.row, now=self.now)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(None if self.closed else AnswerForm(row=self.row), self.row.version)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AnswerForm(request.POST, request.FILES, row=self.row)
        if self.closed:
            form.add_error(None, self.closed.sentence)
            return self._page(form, self.row.version, status=409)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._answer(form)):
            return self._page(form, self.row.version, status=409)
        messages.success(request, _("Your answer is sent. You get a receipt by e-mail."))
        return redirect("networks:inquiry_mine", pk=self.row.inquiry_id)

    def _answer(self, form: AnswerForm) -> None:
        services.answer_inquiry(
            row=self.row,
            typed=form.typed,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: AnswerForm | None, version: int, status: int = 200) -> HttpResponse:
        inquiry = self.row.inquiry
        context = {
            "row": self.row,
            "inquiry": inquiry,
            "form": form,
            "version": version,
            "stand": answer_of_inquiry(inquiry, now=self.now, row=self.row),
            "number": number_text(self.row.number),
            "closed": self.closed.sentence if self.closed else "",
            "is_answered": self.row.state == InquiryAnswerState.ANSWERED,
            "was_late": was_late(inquiry, self.row),
            "form_multipart": True,
            "primary_label": _("Send the answer"),
            "cancel_url": reverse("networks:inquiry_mine", kwargs={"pk": inquiry.pk}),
        }
        return render(self.request, "networks/inquiry_answer_form.html", context, status=status)


class AnswerDownload(KnownPage):
    """The file that a body has sent, for the body itself and the county governor's office."""

    def find(self, pk: int) -> None:
        row = or_404(queries.answer_with_file(pk))
        if may(rules.check_may_read_inquiry_answer, person(self.request), row, now=self.now) is not None:
            raise Http404
        self.file = row.file

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return download(or_404(self.file))


class MyAnswers(KnownPage):
    """The bodies that the person answers for, and how each stands."""

    def find(self, pk: int) -> None:
        rows = queries.rows_to_answer(person(self.request), now=self.now).filter(inquiry=pk)
        self.rows = list(rows)
        if not self.rows:
            raise Http404
        self.inquiry = self.rows[0].inquiry

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        lines = [(row, was_late(self.inquiry, row)) for row in self.rows]
        context = {
            "inquiry": self.inquiry,
            "lines": lines,
            "stand": answer_of_inquiry(self.inquiry, now=self.now),
        }
        return render(request, "networks/inquiry_mine.html", context)


class NetworksInquiries(KnownPage):
    """Who in the network has answered the newest round's inquiries; not what."""

    def find(self, network: int) -> None:
        user = person(self.request)
        led = bodies(user, LEADERS, now=self.now)
        self.network = or_404(networks_visible_to(user, now=self.now).filter(pk=network, pk__in=led).first())
        year = self.request.GET.get("aar", "")
        mine = list(rounds_visible_to(user, now=self.now).filter(county=self.network.county_id))
        found = [round for round in mine if year in ("", str(round.grant_year))]
        if mine and not found:
            raise Http404
        self.round, self.rounds = (found[0] if found else None), mine

    def get(self, request: HttpRequest, network: int) -> HttpResponse:
        context = {
            "network": self.network,
            "round": self.round,
            "rounds": self.rounds,
            "followed": self._followed(),
        }
        return render(request, "networks/inquiry_follow.html", context)

    def _followed(self) -> list[dict[str, Any]]:
        if self.round is None:
            return []
        found: dict[int, dict[str, Any]] = {}
        rows = queries.rows_followed_by(person(self.request), self.network, self.round, now=self.now)
        for row in rows:
            entry = found.setdefault(
                row.inquiry_id, {"inquiry": row.inquiry, "rows": [], "answered": 0, "asked": 0}
            )
            entry["rows"].append((row, was_late(row.inquiry, row)))
            entry["asked"] += 1
            entry["answered"] += row.state == InquiryAnswerState.ANSWERED
        return list(found.values())


class AnswerReturn(VerbPage):
    """The case officer asks a body again."""

    template_name = "networks/inquiry_answer_confirm_return.html"
    form_class = ReturnAnswerForm
    primary_label = gettext_lazy("Return the answer")
    done = gettext_lazy("The answer is returned.")

    def find(self, pk: int) -> None:
        user = person(self.request)
        self.row = or_404(queries.rows_kept_by(user, now=self.now).filter(pk=pk).first())
        hidden_unless_allowed(rules.check_may_create_inquiry, user, self.row.inquiry.round, now=self.now)

    def home(self) -> str:
        return reverse("networks:inquiry_detail", kwargs={"pk": self.row.inquiry_id})

    def refusal(self) -> Refused | None:
        return may(rules.check_may_return_inquiry_answer, person(self.request), self.row, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.return_inquiry_answer(row=self.row, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return {"row": self.row, "inquiry": self.row.inquiry}
