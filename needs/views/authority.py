"""The pages of a municipality's kindergarten authority: who has reported, what is needed, and its own note."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.refusals import NotAllowed, Refused, may
from common.views import KnownMixin, KnownPage, or_404, person
from needs.forms.authority import AuthorityNoteForm
from needs.models import AuthorityNote
from needs.queries.authority import (
    authority_note_of,
    municipalities_in,
    needs_by_theme,
    reads_municipality,
    rows_in,
)
from needs.queries.coverage import coverage_of
from needs.queries.workbench import totals_of, workbench_rows
from needs.rules.authority import authority_places, check_may_write_authority_note
from needs.services.authority import note_values, save_authority_note
from needs.states import NeedsReportState
from needs.views.coverage import coverage_chart, share
from needs.views.needs_pages import needs_pages
from needs.views.shared import go, round_or_404
from networks.queries import chosen_round, networks_visible_to
from networks.states import Duty


class MunicipalityPage(KnownMixin):
    """A page about a municipality of a network in a round. Raises Http404 for those who may not read it."""

    note: AuthorityNote
    now: datetime

    def find(self, network: int, municipality: int, year: int) -> None:
        user = person(self.request)
        round = round_or_404(self.request, year, now=self.now, county__networks=network)
        found = or_404(networks_visible_to(user, now=self.now).filter(pk=network).first())
        place = or_404(municipalities_in(found, round).filter(pk=municipality).first())
        if not reads_municipality(user, found, place, round, now=self.now):
            raise Http404
        self.note = authority_note_of(found, place, round)

    @property
    def place(self) -> dict[str, int]:
        """The arguments of the page's addresses."""
        note = self.note
        return {
            "network": note.network_id,
            "municipality": note.municipality_id,
            "year": note.round.grant_year,
        }

    def write_refusal(self) -> Refused | None:
        """Why the person cannot write the note now, or None."""
        return may(check_may_write_authority_note, person(self.request), self.note, now=self.now)


class AuthorityPage(MunicipalityPage, TemplateView):
    """Who has reported and who has not, needs by theme, municipal and private, and the authority's note."""

    template_name = "needs/authority.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note, refusal = self.note, self.write_refusal()
        rows = rows_in(workbench_rows(note.network, note.round, now=self.now), note.municipality)
        coverage, totals = coverage_of(rows), totals_of(rows)
        themes = needs_by_theme(note.network, note.municipality, note.round)
        is_writer = not isinstance(refusal, NotAllowed)
        return super().get_context_data(**kwargs) | {
            "note": note,
            "place": self.place,
            "rows": [(row, _answer_of(row.state)) for row in rows],
            "totals": totals,
            "themes": themes,
            "needs_count": sum(theme.total for theme in themes),
            "coverage": coverage_chart(coverage, str(note.municipality)),
            "covered": share(coverage.kindergartens),
            "is_writer": is_writer,
            "refusal": refusal.message if refusal and is_writer else "",
            "pages": needs_pages(person(self.request), "authority", now=self.now),
        }


def _answer_of(state: str) -> tuple[str, str]:
    """The state as those outside know it: what is not sent is not sent, whether begun or not."""
    if state in (NeedsReportState.SUBMITTED, NeedsReportState.NO_NEEDS):
        return state, str(NeedsReportState(state).label)
    return "missing", _("Not sent")


class AuthorityNoteEdit(MunicipalityPage, DraftPage):
    """The authority's note, saved while it is written."""

    template_name = "needs/authority_note_form.html"

    def find(self, network: int, municipality: int, year: int) -> None:
        super().find(network, municipality, year)
        if isinstance(self.write_refusal(), NotAllowed):
            raise Http404

    def refusal(self) -> Refused | None:
        return self.write_refusal()

    def home(self) -> str:
        return reverse("needs:authority", kwargs=self.place)

    def stored(self) -> Saved:
        return Saved(self.note.version, note_values(self.note))

    def saved_at(self) -> datetime | None:
        return self.note.saved_at if self.note.pk else None

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> AuthorityNoteForm:
        return AuthorityNoteForm(data, initial=initial)

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        note = self.note
        return save_authority_note(
            round=note.round,
            network=note.network,
            municipality=note.municipality,
            typed=typed,
            shown=shown,
            by=person(self.request),
            now=self.now,
        )

    def after(self, do: str) -> HttpResponse:
        messages.success(self.request, _("The note is saved. The network and its universities can read it."))
        return go("authority", self.place)

    def context(self) -> dict[str, Any]:
        return {"note": self.note, "cancel_url": self.home()}


class AuthorityHome(KnownPage):
    """On to the person's own municipality in the newest round that has opened."""

    def find(self) -> None:
        places = authority_places(person(self.request), now=self.now)
        self.network, self.municipality = or_404(places[0] if places else None)

    def get(self, request: HttpRequest) -> HttpResponse:
        round, _rounds = or_404(chosen_round(person(request), "", Duty.NEEDS_REPORT, now=self.now))
        place = {"network": self.network, "municipality": self.municipality, "year": round.grant_year}
        return go("authority", place)
