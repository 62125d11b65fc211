"""What is done outside the portal: the list, marking as done, and taking a mark back."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common import clock
from common.refusals import NotNow, Refused, may
from common.views import VerbPage, hidden_unless_allowed, or_404, person
from networks import rules, services
from networks.deadlines import deadline
from networks.models import Round
from rekom.completions import Mark, Outside, outside_of
from rekom.forms import DoneForm
from rekom.progress import rounds_followed_by


@require_safe
@login_required
def completion_list(request: HttpRequest, year: int) -> HttpResponse:
    """The round's duties that are done outside the portal, with who has done them."""
    now = clock.now()
    round = or_404(rounds_followed_by(person(request), now=now).filter(grant_year=year).first())
    context = {"round": round, "duties": outside_of(person(request), round, now=now)}
    return render(request, "rekom/completion_list.html", context)


class MarkPage(VerbPage):
    """One body's part of one duty that is done outside the portal."""

    round: Round
    duty: Outside
    mark: Mark
    too_early: NotNow | None

    def find(self, year: int, duty: str, network: int) -> None:
        user = person(self.request)
        self.round = or_404(rounds_followed_by(user, now=self.now).filter(grant_year=year).first())
        for found in outside_of(user, self.round, now=self.now):
            for mark in found.marks:
                is_this = found.duty == duty and (mark.network.pk if mark.network else 0) == network
                if is_this and mark.left is None:  # else it is done when the payouts are
                    self.duty, self.mark = found, mark
                    self.row = deadline(found.duty, self.round)
                    self.too_early = hidden_unless_allowed(
                        rules.check_may_mark_done, user, self.row, mark.network, now=self.now
                    )
                    return
        raise Http404

    def home(self) -> str:
        return reverse("completion_list", kwargs={"year": self.round.grant_year})

    def context(self) -> dict[str, Any]:
        return {"round": self.round, "duty": self.duty, "mark": self.mark}


class MarkDone(MarkPage):
    """Mark as done, with a note if one wants."""

    template_name = "rekom/completion_confirm_mark.html"
    form_class = DoneForm
    primary_label = _("Mark as done")
    done = _("Marked as done.")

    def refusal(self) -> Refused | None:
        return self.too_early or may(rules.check_is_not_done, self.mark.completion)

    def serve(self, typed: dict[str, Any]) -> None:
        services.mark_done(
            deadline=self.row,
            network=self.mark.network,
            note=typed["note"],
            by=person(self.request),
            now=self.now,
        )


class UndoDone(MarkPage):
    """Take the mark back."""

    template_name = "rekom/completion_confirm_undo.html"
    primary_label = _("Take it back")
    done = _("It is no longer marked as done.")

    def find(self, year: int, duty: str, network: int) -> None:
        super().find(year=year, duty=duty, network=network)
        if self.mark.completion is None:
            raise Http404
        self.mark.completion.deadline = self.row

    def refusal(self) -> Refused | None:
        return hidden_unless_allowed(
            rules.check_may_undo_done, person(self.request), self.mark.completion, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        completion = self.mark.completion
        if completion is not None:
            services.undo_done(completion=completion, by=person(self.request), now=self.now)
