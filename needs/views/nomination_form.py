"""Writing a nomination: it begins with whom it is about, and is then saved while it is written."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.gaps import show_gaps
from common.refusals import Refused, may
from common.views import KnownPage, attempt, person, turn_away
from needs import queries
from needs.forms.nomination import NominationBeginForm, NominationForm
from needs.models import Nomination
from needs.queries.nomination import nomination_values, usual_amounts
from needs.rules import nomination as rules
from needs.rules.nomination import confirms_for
from needs.services import nomination as services
from needs.views.nomination import about, answer_for, detail_url, own_or_404
from needs.views.shared import round_or_404
from networks import deadlines
from networks.states import Duty


class NominationBegin(KnownPage):
    """A new nomination: kindergarten, name and kind of study. The first POST makes the draft."""

    def find(self, *, year: int) -> None:
        self.round = round_or_404(self.request, year, now=self.now)
        self.kindergartens = list(
            queries.kindergartens_to_nominate_from(person(self.request), self.round, now=self.now)
        )
        if not self.kindergartens:
            raise Http404
        self.home = f"{reverse('needs:nomination_list')}?aar={year}"

    def get(self, request: Any, year: int) -> HttpResponse:
        refusal = self._refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home)
        return self._page(self._form())

    def post(self, request: Any, year: int) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._begin(form)):
            return self._page(form, status=409)
        return redirect("needs:nomination_edit", pk=self.begun.pk)

    def _begin(self, form: NominationBeginForm) -> None:
        self.begun = services.begin_nomination(
            round=self.round, typed=form.typed, by=person(self.request), now=self.now
        )

    def _refusal(self) -> Refused | None:
        """Why none of the person's kindergartens can nominate now, or None."""
        rows = [Nomination(round=self.round, kindergarten=row) for row in self.kindergartens]
        check = rules.check_may_save_nomination
        refusals = [may(check, person(self.request), row, now=self.now) for row in rows]
        return refusals[0] if all(refusals) else None

    def _form(self, data: Any = None) -> NominationBeginForm:
        types = list(queries.study_types(self.round.county))
        return NominationBeginForm(data, kindergartens=self.kindergartens, study_types=types)

    def _page(self, form: NominationBeginForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "round": self.round,
            "answer": deadlines.answer(Duty.NOMINATION, self.round, now=self.now),
            "primary_label": _("Next"),
            "cancel_url": self.home,
        }
        return render(self.request, "needs/nomination_begin.html", context, status=status)


class NominationEdit(DraftPage):
    """All of a nomination. "Send" saves first; what is missing is said at its field."""

    template_name = "needs/nomination_form.html"

    def find(self, *, pk: int) -> None:
        self.nomination = own_or_404(self.request, pk, now=self.now)
        self.is_owner = confirms_for(person(self.request), self.nomination.kindergarten, now=self.now)
        self.usual = usual_amounts(self.nomination.round)

    def refusal(self) -> Refused | None:
        return may(rules.check_may_save_nomination, person(self.request), self.nomination, now=self.now)

    def home(self) -> str:
        return detail_url(self.nomination)

    def stored(self) -> Saved:
        return Saved(self.nomination.version, nomination_values(self.nomination))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> NominationForm:
        round = self.nomination.round
        own = queries.kindergartens_to_nominate_from(person(self.request), round, now=self.now)
        return NominationForm(
            data,
            initial=dict(initial or {}),
            kindergartens=list(own),
            study_types=list(queries.study_types(round.county)),
            usual=self.usual,
            nomination=self.nomination,
        )

    def prepare(self, form: NominationForm) -> None:
        if "mangler" in self.request.GET:
            show_gaps(form, rules.nomination_gaps(self.nomination))

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.save_nomination(
            nomination=self.nomination, typed=typed, shown=shown, by=person(self.request), now=self.now
        )

    def after(self, do: str) -> HttpResponse:
        saved = own_or_404(self.request, self.nomination.pk, now=self.now)
        if do != "submit":
            messages.success(self.request, _("The draft is saved. Remember to send it."))
            return redirect(self.home())
        if rules.nomination_gaps(saved):
            return redirect(f"{reverse('needs:nomination_edit', kwargs={'pk': saved.pk})}?mangler=1")
        return redirect(f"needs:nomination_{'submit' if self.is_owner else 'propose'}", pk=saved.pk)

    def context(self) -> dict[str, Any]:
        names = {row.pk: row.name for row in queries.study_types(self.nomination.round.county)}
        return {
            **about(person(self.request), self.nomination, now=self.now),
            "round": self.nomination.round,
            "answer": answer_for(self.nomination, now=self.now),
            "is_owner": self.is_owner,
            "usual_amounts": [(names[key], amount) for key, amount in self.usual.items() if key in names],
            "cancel_url": self.home(),
        }
