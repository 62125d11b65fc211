"""The needs of a report: the list of them, each on its own page, their order, and removing one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import clock_time
from common.drafts import Saved, Shown
from common.gaps import Gap
from common.ordering import moved_by, order_text, read_order
from common.refusals import NotNow
from common.views import KnownPage, VerbPage, person
from needs import queries
from needs.forms.report_write import NeedForm
from needs.models import Need
from needs.queries.beginnings import has_earlier_needs
from needs.queries.drafts import need_values
from needs.queries.report_comments import need_key
from needs.queries.report_writing import blank_need, kindergartens_to_choose, need_of
from needs.rules.needs_report import is_from_service
from needs.services import report_draft as drafts
from needs.services.report_draft import MOST_NEEDS
from needs.views.report_page import NEED_PLACE, ReportMixin, WritingPage
from needs.views.report_steps import MISSING, NEEDS, gaps_of_need, need_url, next_step, place_of, step_url

ANOTHER = "another"
FIRST_WORDS = 18
"""Words of a need's reason in the list."""


class NeedsStep(ReportMixin, KnownPage):
    """The first step: the needs as cards in their order, and the ways to begin."""

    step = NEEDS

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        away = self.turned_away()
        if away is not None:
            return away
        around = self.around()
        return render(request, "needs/needs_report_needs.html", around | self._list(around["gaps"]))

    def _list(self, gaps: list[Gap]) -> dict[str, Any]:
        report, needs, is_own = self.report, self.needs(), not self.is_record
        kindergartens = kindergartens_to_choose(report)
        shared = list(queries.shared_items(kindergartens, report.round))
        return {
            "cards": [self._card(need, gaps_of_need(gaps, number)) for number, need in enumerate(needs)],
            "order": order_text(need.pk for need in needs),
            "missing": gaps_of_need(gaps, 0) if MISSING in self.request.GET and not needs else [],
            "shared": shared,
            "is_full": len(needs) >= MOST_NEEDS,
            "url_next": step_url(report, next_step(self.step, is_record=self.is_record)),
            "assessments_url": self._way("needs_from_assessments") if shared and is_own else "",
            "last_year_url": self._way("needs_from_last_year")
            if is_own and has_earlier_needs(report)
            else "",
        }

    def _way(self, name: str) -> str:
        return reverse(f"needs:{name}", kwargs=place_of(self.report))

    def _card(self, need: Need, gaps: list[Gap]) -> dict[str, Any]:
        return {
            "pk": need.pk,
            "title": need.title or _("No theme chosen yet"),
            "url": need_url(self.report, need.pk),
            "hint": Truncator(need.why).words(FIRST_WORDS) or _("Nothing is written yet."),
            "side": _missing(len(gaps)),
        }


def _missing(count: int) -> str:
    if not count:
        return _("Nothing is missing")
    return ngettext("%(n)s thing is missing", "%(n)s things are missing", count) % {"n": count}


class NeedAdd(ReportMixin, KnownPage):
    """A new, empty need, or the one that stands empty already; on to its page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        self.check()
        need = blank_need(self.report) or self._added()
        return redirect(need_url(self.report, need.pk))

    def _added(self) -> Need:
        report, kindergartens = self.report, kindergartens_to_choose(self.report)
        return drafts.add_need(
            round=report.round,
            owner=report.owner,
            network=report.network,
            typed={"kindergartens": kindergartens if len(kindergartens) == 1 else []},
            by=person(self.request),
            now=self.now,
        )


class NeedOrder(ReportMixin, KnownPage):
    """Move a need up or down, or take over the order in which the cards stand."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        self.check()
        known = [need.pk for need in self.needs()]
        order = moved_by(read_order(request.POST.get("order", ""), known), request.POST)
        is_quiet = bool(request.headers.get("HX-Request"))
        try:
            if order != known:
                drafts.order_needs(report=self.report, order=order, by=person(request), now=self.now)
        except NotNow as refusal:
            if not is_quiet:
                raise
            messages.error(request, refusal.message)
            return HttpResponse(headers={"HX-Refresh": "true"})
        if is_quiet:
            return HttpResponse(_("Saved %(when)s") % {"when": clock_time(self.now)})
        key = request.POST.get("move", "").partition(":")[0]
        return redirect(step_url(self.report, NEEDS) + (f"#card-{key}" if key.isdigit() else ""))


class NeedEdit(WritingPage):
    """One need, beside what the heads have shared."""

    step = NEEDS
    template_name = "needs/need_form.html"

    def find(self, pk: int, **place: int) -> None:  # type: ignore[override]  # -- the address names the need too
        super().find(**place)
        self.pk = pk

    def turned_away(self) -> HttpResponse | None:
        away = super().turned_away()
        if away is None and self.number is None:
            raise Http404
        return away

    @property
    def number(self) -> int | None:
        """The need's place among the needs, from 0; None when it is gone."""
        return next((number for number, need in enumerate(self.needs()) if need.pk == self.pk), None)

    @property
    def need(self) -> Need:
        """The need as it stands; an empty one when somebody has removed it, so that what is typed can be shown."""
        if not hasattr(self, "_need"):
            among = [need for need in getattr(self, "_needs", ()) if need.pk == self.pk]
            self._need = (among[0] if among else need_of(self.report, self.pk)) or Need()
        return self._need

    def stored(self) -> Saved:
        values = need_values(self.need)
        if is_from_service(self.report):
            del values["kindergartens"]
        return Saved(self.report.version, values)

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> NeedForm:
        if not hasattr(self, "_choices"):
            self._choices = (
                list(queries.themes(self.report.round.county)),
                [] if is_from_service(self.report) else kindergartens_to_choose(self.report),
            )
        themes, kindergartens = self._choices
        return NeedForm(
            data,
            initial=initial,
            report=self.report,
            need=self.need,
            themes=themes,
            kindergartens=kindergartens,
        )

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        is_done = self.request.POST.get("do") in ("next", "previous")
        return drafts.save_need(
            report=self.report,
            pk=self.pk,
            typed=typed,
            shown=shown,
            by=person(self.request),
            now=self.now,
            at=NEEDS if is_done else f"{NEED_PLACE}{self.pk}",
        )

    def after(self, do: str) -> HttpResponse:
        if do in ("next", "previous"):
            return redirect(step_url(self.report, NEEDS) + f"#card-{self.pk}")
        return super().after(do)

    def missing(self) -> list[Gap]:
        return gaps_of_need(super().missing(), self.number or 0)

    def comment_key(self, name: str) -> str:
        return need_key(self.pk, name)

    def context(self) -> dict[str, Any]:
        themes, kindergartens = self._choices
        return super().context() | {
            "need": self.need,
            "number": (self.number or 0) + 1,
            "free_text_themes": " ".join(str(theme.pk) for theme in themes if theme.asks_free_text),
            "shared": list(queries.shared_items(kindergartens, self.report.round)),
            "url_before": step_url(self.report, NEEDS),
        }


class NeedRemove(ReportMixin, VerbPage):
    """Asks before a need is removed."""

    step = NEEDS
    template_name = "needs/need_confirm_remove.html"
    primary_label = gettext_lazy("Remove the need")
    done = gettext_lazy("The need is removed.")

    def find(self, pk: int, **place: int) -> None:  # type: ignore[override]  # -- the address names the need too
        super().find(**place)
        self.need = need_of(self.report, pk)
        self.pk = pk
        if self.need is None and self.request.method != "POST":
            raise Http404

    def home(self) -> str:
        is_there = self.need is not None and self.refused is None
        return need_url(self.report, self.pk) if is_there else step_url(self.report, NEEDS)

    def context(self) -> dict[str, Any]:
        return {"report": self.report, "need": self.need}

    def serve(self, typed: dict[str, Any]) -> None:
        drafts.remove_need(report=self.report, pk=self.pk, by=person(self.request), now=self.now)
        self.need = None
