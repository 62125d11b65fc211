"""The pages of the measures in a decision basis: write one, remove one, put them in order."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from common.gaps import show_gaps
from common.views import KnownPage, attempt, person, shown_version, turn_away, whole_number
from needs import queries
from needs.forms.decision_basis import MeasureForm, initial_from, initial_of
from needs.rules import decision_basis as rules
from needs.services import measure as services
from needs.services.decision_basis import order_measures
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
from networks.queries import kindergartens_in


class MeasurePage(KnownPage):
    """What the pages of one measure share: who may come here, and which measure it is."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = save_refusal(request, self.known, now=self.now)
        return turn_away(request, refusal, detail_url(self.basis)) if refusal else self.show()

    def show(self) -> HttpResponse:
        """The page before anything is typed."""
        raise NotImplementedError

    def find(self, network: int, year: int, pk: int | None = None) -> None:
        found, round = network_or_404(self.request, network, year, now=self.now)
        expectation = queries.expectation_of(found, round)
        self.measure = queries.measure_of(found, round, pk) if pk is not None else None
        basis = self.measure.basis if self.measure else queries.basis_alone(found, round)
        self.known = KnownBasis(basis, expectation)
        is_builder = rules.builds(person(self.request), found, self.known.partners, now=self.now)
        if not is_builder or (pk is not None and self.measure is None):
            raise Http404
        self.basis, self.place = basis, place_of(basis)


class MeasureEdit(MeasurePage):
    """A measure, new from the needs that were ticked (`behov`) or as it stands."""

    def show(self) -> HttpResponse:
        if self.measure is None:
            return self._new()
        form = self._form(initial=initial_of(self.measure))
        if "mangler" in self.request.GET:
            keys = [criterion.key for criterion in self.basis.round.scheme.criteria]
            gaps = _at_fields(rules.measure_gaps(self.measure, keys), form)
            show_gaps(form, gaps)
            return self._page(form, self.measure.version)
        return self._page(form, self.measure.version)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = self._form(data=request.POST)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.measure.version if self.measure else 0, status=409)
        messages.success(request, _("The measure is saved."))
        return redirect("needs:decision_basis_detail", **self.place)

    def _new(self) -> HttpResponse:
        ticked = set(self.request.GET.getlist("behov"))
        needs = [need for need in self._needs() if str(need.pk) in ticked]
        open_now = {kindergarten.pk for kindergarten in self._kindergartens()}
        wanted = {pk for need in needs for pk in need.kindergarten_keys}
        form = self._form(initial=initial_from(needs, sorted(wanted & open_now)))
        return self._page(form, 0)

    def _needs(self) -> Sequence[Any]:
        if not hasattr(self, "_loaded_needs"):
            self._loaded_needs = list(
                queries.needs_to_choose(
                    person(self.request), self.basis.network, self.basis.round, now=self.now
                )
            )
        return self._loaded_needs

    def _kindergartens(self) -> Sequence[Any]:
        if not hasattr(self, "_loaded_kindergartens"):
            self._loaded_kindergartens = list(kindergartens_in(self.basis.network, self.basis.round))
        return self._loaded_kindergartens

    def _form(self, **kwargs: Any) -> MeasureForm:
        return MeasureForm(
            **kwargs,
            round=self.basis.round,
            themes=list(queries.themes(self.basis.round.county)),
            needs=self._needs(),
            kindergartens=self._kindergartens(),
            partners=self.known.expectation.partners,
            measure=self.measure,
        )

    def _save(self, form: MeasureForm) -> None:
        services.save_measure(
            round=self.basis.round,
            network=self.basis.network,
            typed=form.typed,
            pk=self.measure.pk if self.measure else None,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: MeasureForm, version: int, status: int = 200) -> HttpResponse:
        chosen = {str(value) for value in (form["needs"].value() or [])}
        context = {
            "form": form,
            "basis": self.basis,
            "measure": self.measure,
            "place": self.place,
            "version": version,
            "needs": [need for need in self._needs() if str(need.pk) in chosen],
            "answer": answer_for(self.basis, now=self.now),
            "cancel_url": detail_url(self.basis),
        }
        return render(self.request, "needs/measure_form.html", context, status=status)


class MeasureRemove(MeasurePage):
    """Asks before a measure is removed."""

    def show(self) -> HttpResponse:
        assert self.measure is not None  # noqa: S101 -- the address has a key
        context = {
            "basis": self.basis,
            "measure": self.measure,
            "requested_nok": asked(self.measure),
            "primary_label": _("Remove the measure"),
            "danger": True,
            "cancel_url": reverse("needs:measure_edit", kwargs={**self.place, "pk": self.measure.pk}),
        }
        return render(self.request, "needs/measure_confirm_remove.html", context)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        assert self.measure is not None  # noqa: S101 -- the address has a key
        services.remove_measure(
            round=self.basis.round,
            network=self.basis.network,
            pk=self.measure.pk,
            by=person(request),
            now=self.now,
        )
        messages.success(request, _("The measure is removed."))
        return redirect("needs:decision_basis_detail", **self.place)


@login_required
@require_POST
def measure_order(request: HttpRequest, **place: int) -> HttpResponse:
    """Save the order: by the number typed at each measure, or one step by a button (`move` = up:7, down:7)."""
    now = clock.now()
    basis = built_or_404(request, **place, now=now).basis
    if basis.pk is None:
        raise Http404
    keys = [measure.pk for measure in basis.measures.all()]
    step = request.POST.get("move", "")
    order = _one_step(keys, step) if step else _typed_order(request, keys)
    order_measures(basis=basis, order=order, version=shown_version(request), by=person(request), now=now)
    messages.success(request, _("The order is saved."))
    return redirect(f"{reverse('needs:decision_basis_detail', kwargs=place)}#measures")


def _one_step(keys: list[int], step: str) -> list[int]:
    """The keys with one of them moved a step. Raises Http404 when the step names none of them."""
    way, _colon, typed = step.partition(":")
    places = {str(pk): place for place, pk in enumerate(keys)}
    if way not in ("up", "down") or typed not in places:
        raise Http404
    here = places[typed]
    there = min(max(here + (-1 if way == "up" else 1), 0), len(keys) - 1)
    order = list(keys)
    order.insert(there, order.pop(here))
    return order


def _typed_order(request: HttpRequest, keys: list[int]) -> list[int]:
    """The keys by the numbers typed: what is moved up goes before the one that stands there, what is moved down after
    it. What has no number, or its own, stays between the others.
    """

    def sort_key(place: int, pk: int) -> tuple[int, int, int]:
        typed = request.POST.get(f"priority_{pk}", "")
        number = whole_number(typed, digits=4)
        wanted = place if number is None else number
        return wanted, 1 + (wanted > place) - (wanted < place), place

    return [pk for _key, pk in sorted((sort_key(place, pk), pk) for place, pk in enumerate(keys, start=1))]


def _at_fields(gaps: list[rules.BasisGap], form: MeasureForm) -> list[rules.BasisGap]:
    """The gap of universities stands at the first university's amount."""
    first = next((f"university_{key}" for key in form.universities), "network_amount_nok")
    return [
        rules.BasisGap(first, gap.sentence, gap.form, gap.measure) if gap.field == "universities" else gap
        for gap in gaps
    ]
