"""The pages of the measures in a decision basis: begin one, write it, remove it, put them in order."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.gaps import show_gaps
from common.ordering import moved_by, read_order
from common.refusals import Refused
from common.views import KnownPage, attempt, or_404, person, shown_version, turn_away
from needs import queries
from needs.forms.basis_needs import NewMeasureForm
from needs.forms.decision_basis import MeasureForm, beginning_of
from needs.models import Need
from needs.queries.drafts import measure_values
from needs.rules import decision_basis as rules
from needs.services import measure as services
from needs.services.basis_draft import order_measures
from needs.views.basis_page import asked
from needs.views.decision_basis import (
    KnownBasis,
    answer_for,
    built_or_404,
    detail_url,
    network_or_404,
    place_of,
    save_refusal,
)
from networks.models import Kindergarten
from networks.queries import kindergartens_in
from networks.queries.plans import adopted_goals


class BuilderPage(KnownPage):
    """What the pages about measures share: who may come here, and what can be chosen from."""

    def find(self, network: int, year: int, pk: int | None = None) -> None:
        found, round = network_or_404(self.request, network, year, now=self.now)
        expectation = queries.expectation_of(found, round)
        self.known = KnownBasis(self.find_basis(found, round, pk), expectation)
        if not rules.builds(person(self.request), found, self.known.partners, now=self.now):
            raise Http404
        self.basis, self.place = self.known.basis, place_of(self.known.basis)

    def find_basis(self, network: Any, round: Any, pk: int | None) -> Any:
        """The basis that the page is about. Raises Http404."""
        return queries.basis_alone(network, round)

    def home(self) -> str:
        """The basis' own page."""
        return detail_url(self.basis)

    def refusal(self) -> Refused | None:
        """Why nothing can be written now, or None."""
        return save_refusal(self.request, self.known, now=self.now)

    @cached_property
    def needs(self) -> Sequence[Need]:
        """The needs that the person can build measures of."""
        user, basis = person(self.request), self.basis
        return list(queries.needs_to_choose(user, basis.network, basis.round, now=self.now))

    @cached_property
    def kindergartens(self) -> Sequence[Kindergarten]:
        """The network's kindergartens in the round."""
        return list(kindergartens_in(self.basis.network, self.basis.round))


class MeasureCreate(BuilderPage):
    """A new measure, from a title or from the needs that are ticked (`behov`); then it lives on its own page."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        ticked = set(request.GET.getlist("behov"))
        needs = [need.pk for need in self.needs if str(need.pk) in ticked]
        return self._page(NewMeasureForm(initial={"behov": needs}, needs=self.needs))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = NewMeasureForm(request.POST, needs=self.needs)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._add(form)):
            return self._page(form, status=409)
        messages.success(request, _("The measure is made. Write on here: everything is saved as you type."))
        return redirect("needs:measure_edit", **self.place, pk=self.made)

    def _add(self, form: NewMeasureForm) -> None:
        open_now = {kindergarten.pk for kindergarten in self.kindergartens}
        wanted = {key for need in form.ticked for key in need.kindergarten_keys}
        typed = beginning_of(form.ticked, sorted(wanted & open_now), form.cleaned_data["title"])
        made = services.add_measure(
            round=self.basis.round,
            network=self.basis.network,
            typed=typed,
            by=person(self.request),
            now=self.now,
        )
        self.made = made.pk

    def _page(self, form: NewMeasureForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "basis": self.basis,
            "answer": answer_for(self.basis, now=self.now),
            "primary_label": _("Make the measure"),
            "cancel_url": self.home(),
        }
        return render(self.request, "needs/measure_create.html", context, status=status)


class MeasurePage(BuilderPage):
    """What the pages of one measure share."""

    def find_basis(self, network: Any, round: Any, pk: int | None) -> Any:
        """The measure's basis."""
        self.measure = or_404(queries.measure_of(network, round, pk or 0))
        return self.measure.basis


class MeasureEdit(MeasurePage, DraftPage):
    """A measure as it stands. Leader and universities write on it at the same time."""

    template_name = "needs/measure_form.html"

    @cached_property
    def criteria(self) -> list[str]:
        """The keys of the scheme's criteria."""
        return [criterion.key for criterion in self.basis.round.scheme.criteria]

    def stored(self) -> Saved:
        values = measure_values(self.measure, universities=self.known.partners, criteria=self.criteria)
        return Saved(self.measure.version, values)

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> MeasureForm:
        return MeasureForm(
            data=data,
            initial=initial,
            round=self.basis.round,
            themes=list(queries.themes(self.basis.round.county)),
            needs=self.needs,
            kindergartens=self.kindergartens,
            partners=self.known.expectation.partners,
            goals=list(adopted_goals(self.basis.network)),
            measure=self.measure,
        )

    def prepare(self, form: MeasureForm) -> None:
        if "mangler" in self.request.GET:
            show_gaps(form, _at_fields(rules.measure_gaps(self.measure, self.criteria), form))

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.save_measure(
            round=self.basis.round,
            network=self.basis.network,
            pk=self.measure.pk,
            typed=typed,
            shown=shown,
            by=person(self.request),
            now=self.now,
        )

    def after(self, do: str) -> HttpResponse:
        messages.success(self.request, _("The measure is saved."))
        return redirect(self.home())

    def context(self) -> dict[str, Any]:
        chosen = {row["pk"] for row in self.measure.need_rows}
        return {
            "basis": self.basis,
            "measure": self.measure,
            "place": self.place,
            "needs": [need for need in self.needs if need.pk in chosen],
            "hints": rules.measure_hints(self.measure),
            "answer": answer_for(self.basis, now=self.now),
            "cancel_url": self.home(),
        }


class MeasureRemove(MeasurePage):
    """Asks before a measure is removed."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        context = {
            "basis": self.basis,
            "measure": self.measure,
            "requested_nok": asked(self.measure),
            "primary_label": _("Remove the measure"),
            "danger": True,
            "cancel_url": reverse("needs:measure_edit", kwargs={**self.place, "pk": self.measure.pk}),
        }
        return render(request, "needs/measure_confirm_remove.html", context)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        services.remove_measure(
            round=self.basis.round,
            network=self.basis.network,
            pk=self.measure.pk,
            by=person(request),
            now=self.now,
        )
        messages.success(request, _("The measure is removed."))
        return redirect(self.home())


@login_required
@require_POST
def measure_order(request: HttpRequest, **place: int) -> HttpResponse:
    """Save the order, as components/ranking.html sends it."""
    now = clock.now()
    basis = built_or_404(request, **place, now=now).basis
    if basis.pk is None:
        raise Http404
    keys = [measure.pk for measure in basis.measures.all()]
    order = moved_by(read_order(request.POST.get("order", ""), keys), request.POST)
    order_measures(basis=basis, order=order, version=shown_version(request), by=person(request), now=now)
    messages.success(request, _("The order is saved."))
    return redirect(f"{reverse('needs:decision_basis_detail', kwargs=place)}#measures")


def _at_fields(gaps: list[rules.BasisGap], form: MeasureForm) -> list[rules.BasisGap]:
    """The gap of universities stands at the first university's amount."""
    first = next((f"university_{key}" for key in form.universities), "network_amount_nok")
    return [
        rules.BasisGap(first, gap.sentence, gap.form, gap.measure) if gap.field == "universities" else gap
        for gap in gaps
    ]
