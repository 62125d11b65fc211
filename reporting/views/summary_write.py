"""The pages on which the office writes the county's summary, part by part; saved while it is written."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.ordering import moved_by, order_text, read_order
from common.refusals import Refused, may
from common.views import VerbPage, or_404, person, turn_away
from reporting.forms.summary import SectionAddForm, SectionForm, place_of
from reporting.models import SummarySection
from reporting.queries import summary as queries
from reporting.rules import summary as rules
from reporting.services import summary as services
from reporting.summary_numbers import sentences
from reporting.summary_parts import NUMBERS, is_own
from reporting.views.summary import OfficePage


class SectionPage(OfficePage):
    """A page about one part of a summary that the office writes."""

    section: SummarySection

    def find(self, year: int, key: str) -> None:  # type: ignore[override]  # -- a part is found by year and key
        super().find(year)
        self.section = or_404(queries.section_of(self.summary, key))

    def refusal(self) -> Refused | None:
        """Why nothing can be written now, or None."""
        return _write_refusal(self)


class SectionEdit(SectionPage, DraftPage):
    """One part: its title, the office's text, and beside it what the reports say."""

    template_name = "reporting/summary_section_form.html"

    def stored(self) -> Saved:
        return Saved(self.section.version, services.values_of(self.section))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> SectionForm:
        return SectionForm(data, initial=initial)

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.save_section(
            section=self.section, typed=typed, shown=shown, by=person(self.request), now=self.now
        )

    def saved_at(self) -> Any:
        return self.section.saved_at

    def after(self, do: str) -> HttpResponse:
        messages.success(self.request, _("Saved."))
        following = self._next()
        if do == "back" or following is None:
            return redirect(self.home())
        return redirect(self.url("summary_section_edit", key=following.key))

    def context(self) -> dict[str, Any]:
        following = self._next()
        return self.place() | {
            "section": self.section,
            "sentences": sentences(self.summary.numbers) if self.section.key == NUMBERS else [],
            "next_label": following.title if following else "",
            "remove_url": self._remove_url(),
            "cancel_url": self.home(),
        }

    def _remove_url(self) -> str:
        if not is_own(self.section.key):
            return ""
        return self.url("summary_section_remove", key=self.section.key)

    def _next(self) -> SummarySection | None:
        sections = queries.sections_of(self.summary)
        keys = [one.key for one in sections]
        place = keys.index(self.section.key) + 1 if self.section.key in keys else len(keys)
        return sections[place] if place < len(sections) else None


class SectionAdd(OfficePage, VerbPage):
    """Add a part of the office's own, where it belongs; then its text is written."""

    template_name = "reporting/summary_section_add.html"
    form_class = SectionAddForm
    primary_label = gettext_lazy("Add the part")
    done = gettext_lazy("The part is added. Write its text.")

    def refusal(self) -> Refused | None:
        return _write_refusal(self)

    def make_form(self, data: Any = None, **kwargs: Any) -> SectionAddForm:
        rows = queries.sections_of(self.summary)
        return SectionAddForm(data, parts=[(row.key, row.title) for row in rows], **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        self.made = services.add_section(
            summary=self.summary,
            title=typed["title"],
            after=place_of(typed["after"]),
            by=person(self.request),
            now=self.now,
        )

    def onward(self) -> str:
        return self.url("summary_section_edit", key=self.made.key)

    def context(self) -> dict[str, Any]:
        return self.place()


class SectionsOrder(OfficePage):
    """The order of the parts, by cards that are moved; the buttons work without script."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        refusal = _write_refusal(self)
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        rows = queries.sections_of(self.summary)
        context = self.place() | {
            "cards": [{"pk": row.pk, "title": row.title, "hint": _hint(row)} for row in rows],
            "order_now": order_text(row.pk for row in rows),
            "cancel_url": self.home(),
        }
        return render(request, "reporting/summary_sections_order.html", context)

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        known = [row.pk for row in queries.sections_of(self.summary)]
        order = moved_by(read_order(request.POST.get("order", ""), known), request.POST)
        services.order_sections(summary=self.summary, order=order, by=person(request), now=self.now)
        step = request.POST.get("move", "")
        if step:
            return redirect(f"{request.path}#card-{step.partition(':')[0]}")
        messages.success(request, _("The order is saved."))
        return redirect(self.home())


def _hint(row: SummarySection) -> str:
    """What stands in a part, in a few words."""
    if row.key == NUMBERS:
        return _("Sentences and tables that the portal counts")
    if row.text:
        return _("Written by the office")
    number = len(row.collected)
    if not number:
        return _("Nothing stands here yet")
    return ngettext("%(n)s text from the reports", "%(n)s texts from the reports", number) % {"n": number}


class SectionRemove(SectionPage, VerbPage):
    """Take a part of the office's own away."""

    template_name = "reporting/summary_section_confirm_remove.html"
    primary_label = gettext_lazy("Remove the part")
    done = gettext_lazy("The part is removed.")

    def refusal(self) -> Refused | None:
        freezing = queries.is_being_frozen(self.round)
        check, user = rules.check_may_remove_section, person(self.request)
        return may(check, user, self.section, is_being_frozen=freezing, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_section(section=self.section, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return self.place() | {"section": self.section, "danger": True}


def _write_refusal(page: OfficePage) -> Refused | None:
    freezing = queries.is_being_frozen(page.round)
    check, user = rules.check_may_save_summary, person(page.request)
    return may(check, user, page.summary, is_being_frozen=freezing, now=page.now)
