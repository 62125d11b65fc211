"""The pages of what the county has promised for several years."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from common.views import KnownPage, VerbPage, or_404, person, shown_version
from grants.forms.budget import recipient_choices
from grants.forms.commitment import CommitmentForm, initial_of
from grants.models import Commitment
from grants.queries.budget import newest_round, recipients_of_county
from grants.queries.posts import amount_in, commitments_of
from grants.services.commitment import save_commitment
from networks.queries import counties_as_staff
from networks.roles import STAFF, Role, holds


class CommitmentList(KnownPage):
    """What is promised, from when to when, and what it comes to in the newest year."""

    def find(self) -> None:
        self.county = or_404(counties_as_staff(person(self.request), STAFF, now=self.now).first())

    def get(self, request: HttpRequest) -> HttpResponse:
        round = newest_round(self.county)
        context = {
            "rows": [
                {"commitment": row, "amount_nok": amount_in(row, round.grant_year) if round else 0}
                for row in commitments_of(self.county)
            ],
            "round": round,
            "may_keep": holds(person(request), Role.CASE_OFFICER, self.county, now=self.now),
        }
        return render(request, "grants/commitment_list.html", context)


class CommitmentEdit(VerbPage):
    """A new commitment, or one as it stands."""

    template_name = "grants/commitment_form.html"
    done = gettext_lazy("It is saved. The years it runs in propose it in the frame.")

    def find(self, commitment: int | None = None) -> None:
        officer = (Role.CASE_OFFICER,)
        self.county = or_404(counties_as_staff(person(self.request), officer, now=self.now).first())
        self.commitment: Commitment | None = None
        if commitment is not None:
            self.commitment = or_404(commitments_of(self.county).filter(pk=commitment).first())

    def home(self) -> str:
        return reverse("grants:commitment_list")

    def initial(self) -> dict[str, Any]:
        return initial_of(self.commitment)

    def make_form(self, data: Any = None, **kwargs: Any) -> CommitmentForm:
        choices = recipient_choices(*recipients_of_county(self.county), with_governor=False)
        self.form = CommitmentForm(data, recipients=choices, **kwargs)
        return self.form

    def serve(self, typed: dict[str, Any]) -> None:
        save_commitment(
            county=self.county,
            values=self.form.values,
            commitment=self.commitment,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {"commitment": self.commitment, "version": self.commitment.version if self.commitment else 0}
