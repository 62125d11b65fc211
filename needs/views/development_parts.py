"""The pages of a work's gatherings and of its log."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import oslo_date
from common.refusals import Refused, may
from common.views import VerbPage, attempt, or_404, person, turn_away
from needs.forms.development import GatheringForm, LogForm
from needs.models import DevelopmentLog, Gathering
from needs.queries import development as queries
from needs.rules import development as rules
from needs.services import development_parts as services
from needs.views.development import LeadersPage


class WritersPage(LeadersPage):
    """A page for those who write in the work; where it is over, back to it."""

    def refusal(self) -> Refused | None:
        """Why nothing can be written now, or None."""
        return may(rules.check_may_save_development, person(self.request), self.work, now=self.now)


class GatheringCreate(WritersPage):
    """Plan a gathering, or write down one that was held."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        return self.page(GatheringForm())

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = GatheringForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self.serve(form)):
            return self.page(form, status=409)
        messages.success(request, _("The gathering is saved."))
        return redirect(self.home())

    def serve(self, form: GatheringForm) -> None:
        """Call the service."""
        services.add_gathering(work=self.work, typed=form.typed, by=person(self.request), now=self.now)

    def page(self, form: GatheringForm, status: int = 200) -> HttpResponse:
        """The form."""
        context = {
            "form": form,
            "work": self.work,
            "gathering": getattr(self, "gathering", None),
            "cancel_url": self.home(),
        }
        return render(self.request, "needs/gathering_form.html", context, status=status)


class GatheringEdit(GatheringCreate):
    """Change a gathering, or say how it went."""

    gathering: Gathering

    def find(self, pk: int, **place: int) -> None:
        super().find(pk, **place)
        self.gathering = or_404(queries.gatherings_of(self.work).filter(pk=place["gathering"]).first())
        self.gathering.work = self.work

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        return self.page(GatheringForm.starting_with(self.gathering))

    def serve(self, form: GatheringForm) -> None:
        services.save_gathering(
            gathering=self.gathering, typed=form.typed, by=person(self.request), now=self.now
        )


class GatheringRemove(WritersPage, VerbPage):
    """Take out a gathering that was written by mistake."""

    template_name = "needs/gathering_confirm_remove.html"
    primary_label = gettext_lazy("Take out the gathering")
    done = gettext_lazy("The gathering is taken out.")

    def find(self, pk: int, **place: int) -> None:
        super().find(pk, **place)
        self.gathering = or_404(queries.gatherings_of(self.work).filter(pk=place["gathering"]).first())
        self.gathering.work = self.work

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_gathering(gathering=self.gathering, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"work": self.work, "gathering": self.gathering, "danger": True}


class LogCreate(WritersPage):
    """Write an entry of the log."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        return self._page(LogForm(initial={"on": oslo_date(self.now)}))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = LogForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._add(form)):
            return self._page(form, status=409)
        messages.success(request, _("It stands in the log."))
        return redirect(self.home())

    def _add(self, form: LogForm) -> None:
        services.add_log(work=self.work, **form.cleaned_data, by=person(self.request), now=self.now)

    def _page(self, form: LogForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "work": self.work, "cancel_url": self.home()}
        return render(self.request, "needs/development_log_form.html", context, status=status)


class LogWithdraw(LeadersPage, VerbPage):
    """Withdraw one's own entry."""

    template_name = "needs/development_log_confirm_withdraw.html"
    primary_label = gettext_lazy("Withdraw the entry")
    done = gettext_lazy("The entry is withdrawn.")
    entry: DevelopmentLog

    def find(self, pk: int, **place: int) -> None:
        super().find(pk, **place)
        mine = queries.log_of(self.work).filter(written_by=person(self.request))
        self.entry = or_404(mine.filter(pk=place["entry"]).first())

    def serve(self, typed: dict[str, Any]) -> None:
        services.withdraw_log(entry=self.entry, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"work": self.work, "entry": self.entry, "danger": True}
