"""Whether the study goes on: the leader asks, the head answers in the portal, the student by a personal link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from common import clock
from common.refusals import NotNow, Refused, may
from common.views import KnownPage, VerbPage, hidden_unless_allowed, or_404, person, turn_away
from grants.forms.payout import AnswerForm
from grants.payout_letters import study_of
from grants.queries import payout as queries
from grants.queries.study_confirmation import asked_of_student, not_asked
from grants.rules import study_confirmation as rules
from grants.services.study_confirmation import answer_as_employer, answer_as_student, ask_still_studying
from grants.views.payout import PayoutsOfNetwork
from needs.queries.student import forgotten_on, student_link
from needs.states import NominationState
from networks.roles import leads


class StudyAsk(PayoutsOfNetwork, KnownPage):
    """The leader asks about the payouts that nobody is asked about yet."""

    def find(self, **place: Any) -> None:
        super().find(**place)
        self.refused = hidden_unless_allowed(
            rules.check_may_ask_still_studying, person(self.request), self.network, self.round, now=self.now
        )

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        home = reverse("grants:payout_list", kwargs=place)
        number = not_asked(self.round, self.network).count()
        if self.refused is not None or not number:
            return turn_away(request, self.refused or NotNow(_("Everybody is asked already.")), home)
        context = {"network": self.network, "round": self.round, "number": number, "cancel_url": home}
        return render(request, "grants/study_confirm_ask.html", context)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        number = ask_still_studying(round=self.round, network=self.network, by=person(request), now=self.now)
        asked = ngettext(
            "Student and head are asked about %(number)s payout.",
            "Students and heads are asked about %(number)s payouts.",
            number,
        )
        messages.success(request, asked % {"number": number})
        return redirect("grants:payout_list", **place)


class StudyAnswer(VerbPage):
    """The head, or the owner's contact, says whether the study goes on."""

    template_name = "grants/study_answer.html"
    form_class = AnswerForm
    primary_label = gettext_lazy("Send the answer")
    done = gettext_lazy("Thank you. The network sees your answer.")

    def find(self, *, pk: int) -> None:
        user = person(self.request)
        self.payout = or_404(queries.payouts_visible_to(user, now=self.now).filter(pk=pk).first())
        self.refused = hidden_unless_allowed(
            rules.check_may_answer_as_employer, user, self.payout, now=self.now
        )

    def home(self) -> str:
        return f"{reverse('grants:payout_own')}?aar={self.payout.round.grant_year}"

    def refusal(self) -> Refused | None:
        return self.refused

    def initial(self) -> dict[str, Any]:
        return {"answer": self.payout.confirmation.head_says}

    def context(self) -> dict[str, Any]:
        name = queries.name_for(person(self.request), self.payout, now=self.now)
        return {
            "payout": self.payout,
            "name": name,
            "study": study_of(self.payout),
            "may_follow": not leads(person(self.request), self.payout.network, now=self.now),
        }

    def serve(self, typed: dict[str, Any]) -> None:
        answer_as_employer(payout=self.payout, answer=typed["answer"], by=person(self.request), now=self.now)


class StudyStudent(View):
    """The student answers by the personal link, without signing in. The address is as secret as the student's page.

    Opening the link shows the question and changes nothing: mail programs open links by themselves.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = clock.now()
        self.link = or_404(student_link(kwargs["token"]))
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "strict-origin"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        rows = self._rows()
        if not rows:
            return self._over()
        settled = may(rules.check_is_asked, rows[-1]) if not any(map(rules.is_open, rows)) else None
        if settled is not None:
            return self._page(None, sentence=settled.sentence)
        return self._page(AnswerForm(initial={"answer": rows[-1].confirmation.student_says}))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if not self._rows():
            return self._over()
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            answer_as_student(token=token, answer=form.cleaned_data["answer"], now=self.now)
        except NotNow as refusal:
            return self._page(None, sentence=refusal.sentence, status=409)
        messages.success(request, _("Thank you. Your answer is saved."))
        return redirect("grants:study_student", token=token)

    def _rows(self) -> list[Any]:
        nomination = self.link.nomination
        is_out = nomination.anonymised_at is not None or nomination.state == NominationState.WITHDRAWN
        return [] if is_out or not self.link.is_valid else asked_of_student(nomination)

    def _over(self) -> HttpResponse:
        return render(self.request, "grants/study_over.html", {"county": self.link.nomination.round.county})

    def _page(self, form: AnswerForm | None, *, sentence: str = "", status: int = 200) -> HttpResponse:
        payout = asked_of_student(self.link.nomination)[-1]
        context = {
            "form": form,
            "sentence": sentence,
            "said": payout.confirmation.get_student_says_display()
            if payout.confirmation.student_says
            else "",
            "payout": payout,
            "study": study_of(payout),
            "county": payout.round.county,
            "forgotten_on": forgotten_on(payout.round),
        }
        return render(self.request, "grants/study_student.html", context, status=status)
