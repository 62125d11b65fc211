"""The pages on which the County Governor keeps a round's questions."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.ordering import moved_by, order_text, read_order
from common.refusals import may
from common.timeline import lines_of
from common.views import KnownPage, VerbPage, or_404, person, shown_version
from networks.queries import staff_round
from reporting.forms.questions import QuestionForm
from reporting.models import ReportQuestion
from reporting.queries import questions as queries
from reporting.rules import questions as rules
from reporting.services import questions as services
from reporting.states import Audience

VERBS = {
    "add": gettext_lazy("Added by"),
    "change": gettext_lazy("Changed by"),
    "hide": gettext_lazy("Hidden by"),
    "show": gettext_lazy("Shown again by"),
}


class QuestionPage(KnownPage):
    """A page about the questions of one round: the office's staff read them, its case officers change them."""

    is_reading = False

    def find(self, year: int, pk: int | None = None) -> None:
        self.round = or_404(staff_round(person(self.request), year, now=self.now))
        if not self.is_reading and not self.may_keep:
            raise Http404
        if pk is not None:
            self.question = or_404(queries.question_of(self.round, pk))

    @property
    def may_keep(self) -> bool:
        """Whether the person changes the questions, and does not only read them."""
        return may(rules.check_may_keep_questions, person(self.request), self.round, now=self.now) is None

    def home(self) -> str:
        """The address of the list."""
        return reverse("reporting:question_list", kwargs={"year": self.round.grant_year})

    def address(self, name: str, question: ReportQuestion) -> str:
        """The address of a page about one question."""
        kwargs = {"year": self.round.grant_year, "pk": question.pk}
        return reverse(f"reporting:question_{name}", kwargs=kwargs)


class QuestionList(QuestionPage):
    """The questions audience by audience, in their order, which can be changed; and the hidden."""

    is_reading = True

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        rows = list(queries.questions_to_keep(self.round))
        may_keep = self.may_keep and bool(rows)
        rows = rows or queries.scheme_questions(self.round)
        context = {
            "round": self.round,
            "may_keep": may_keep,
            "add_url": reverse("reporting:question_add", kwargs=place) if self.may_keep else "",
            "groups": [self._group(audience, rows) for audience in Audience],
            "hidden": [
                {"question": row, "url": self.address("show", row)} for row in rows if not row.is_active
            ],
        }
        return render(request, "reporting/question_list.html", context)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        audience = request.POST.get("audience", "")
        if not self.may_keep or audience not in Audience.values:
            raise Http404
        rows = queries.questions_to_keep(self.round)
        known = [row.pk for row in rows if row.is_active and row.audience == audience]
        order = moved_by(read_order(request.POST.get("order", ""), known), request.POST)
        services.order_questions(
            round=self.round, audience=audience, order=order_text(order), by=person(request), now=self.now
        )
        step = request.POST.get("move", "")
        if not step:
            messages.success(request, _("The order is saved."))
        return redirect(f"{self.home()}#card-{step.partition(':')[0]}" if step else self.home())

    def _group(self, audience: Audience, rows: list[ReportQuestion]) -> dict[str, Any]:
        own = [row for row in rows if row.is_active and row.audience == audience]
        return {
            "audience": audience.value,
            "title": audience.label,
            "cards": [self._card(row) for row in own],
            "order": order_text(row.pk for row in own if row.pk),
        }

    def _card(self, row: ReportQuestion) -> dict[str, Any]:
        words = [_("Must be answered") if row.is_required else _("Can be left open")]
        if not row.text_nn:
            words.append(_("lacks nynorsk"))
        if row.has_answers:
            words.append(_("has answers"))
        url = self.address("change", row) if self.may_keep and row.pk else ""
        return {"pk": row.pk, "title": row.text_nb, "hint": " · ".join(words), "url": url}


class QuestionVerb(QuestionPage, VerbPage):
    """What adding and changing a question share."""

    form_class = QuestionForm
    template_name = "reporting/question_form.html"


class QuestionAdd(QuestionVerb):
    """A new question."""

    done = gettext_lazy("The question is added. It stands last.")
    primary_label = gettext_lazy("Add the question")

    def serve(self, typed: dict[str, Any]) -> None:
        services.add_question(round=self.round, typed=typed, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"round": self.round, "question": None}


class QuestionChange(QuestionVerb):
    """One question as it stands. What is answered keeps its wording."""

    done = gettext_lazy("Saved.")

    def initial(self) -> Mapping[str, Any]:
        return {name: getattr(self.question, name) for name in services.WORDS}

    def serve(self, typed: dict[str, Any]) -> None:
        services.change_question(
            question=self.question,
            typed=typed,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "question": self.question,
            "has_answers": self.question.has_answers,
            "version": shown_version(self.request) or self.question.version,
            "hide_url": self.address("hide", self.question),
            "history": lines_of(self.question, VERBS),
        }


class QuestionUse(QuestionPage):
    """Hides a question, or shows it again."""

    is_back = False
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        serve = services.show_question if self.is_back else services.hide_question
        serve(question=self.question, by=person(request), now=self.now)
        messages.success(
            request, _("It is asked again. It stands last.") if self.is_back else _("It is hidden.")
        )
        return redirect(self.home())
