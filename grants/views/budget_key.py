"""The key that the forum has agreed on, and the versions of frame and key."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from common.kept import versions_of
from common.models import ContentVersion
from common.refusals import NotNow, Refused, may
from common.version_pages import VersionsPage
from common.views import VerbPage, or_404, person
from grants import queries
from grants.budget_content import VERBS, WORDS
from grants.forms.budget_key import KeyForm
from grants.models import Scenario
from grants.queries.budget import keys_to_choose
from grants.rules.budget import check_may_record_key
from grants.services.budget import record_key
from grants.views.rounds import round_read_as
from networks.queries.meetings import item_of_kind
from networks.roles import Role
from networks.states import AgendaKind

NO_SCENARIO = gettext_lazy("There is no scenario to take the key from. Make one in the workbench first.")


class RecordKey(VerbPage):
    """Take the key of a scenario as the forum's, and tell everybody what they can expect."""

    template_name = "grants/budget_record_key.html"
    primary_label = gettext_lazy("Record the key")
    done = gettext_lazy("The key is recorded. Networks and universities see what they can expect.")

    def find(self, year: int) -> None:
        self.round = round_read_as(self.request, year, {Role.CASE_OFFICER}, now=self.now, with_dates=False)
        self.item = item_of_kind(self.round, AgendaKind.KEY)
        self.scenarios: list[Scenario] = list(keys_to_choose(self.round))

    def home(self) -> str:
        return reverse("grants:budget_detail", kwargs={"year": self.round.grant_year})

    def refusal(self) -> Refused | None:
        recommendation = queries.bare_recommendation(self.round)
        user = person(self.request)
        refusal = may(check_may_record_key, user, self.round, self.item, recommendation, now=self.now)
        return refusal or (None if self.scenarios else NotNow(NO_SCENARIO))

    def make_form(self, data: Any = None, **kwargs: Any) -> KeyForm:
        return KeyForm(data, scenarios=self.scenarios, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        chosen = next(row for row in self.scenarios if str(row.pk) == typed["scenario"])
        record_key(round=self.round, scenario=chosen, item=self.item, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "item": self.item,
            "has_frame": queries.budget_of(self.round) is not None,
        }

    def page(self, form: forms.BaseForm, status: int = 200) -> Any:
        refusal = self.refusal()
        if refusal is not None and self.request.method == "POST":
            raise refusal
        return super().page(form, status)


class BudgetVersions(VersionsPage):
    """Every time the frame and the key were recorded, and how any two differ, for staff and forum."""

    template_name = "grants/budget_versions.html"
    words = WORDS
    verbs = VERBS

    def find(self, year: int) -> None:
        self.round = round_read_as(self.request, year, queries.INSIDERS, now=self.now, with_dates=False)
        self.found = list(versions_of(or_404(queries.budget_of(self.round))))

    def versions(self) -> Sequence[ContentVersion]:
        return self.found

    def context(self) -> dict[str, Any]:
        return {"round": self.round}
