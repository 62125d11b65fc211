"""Recording what becomes of a body or a place, and taking back what lies ahead. For case officers."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import oslo_date
from common.forms import PortalForm
from common.views import VerbPage, or_404, person
from networks.models import RegisterChange
from networks.queries import counties_as_staff
from networks.queries.history import planned_change
from networks.roles import Role
from networks.services.history import cancel_change
from rekom.history.consequences import consequences
from rekom.history.verbs import THINGS, Verb


class _OfficerPage(VerbPage):
    """Those who may record a change: case officers, about their county. Raises Http404 for everybody else."""

    def officer_county(self) -> Any:
        """The county of the case officer who asks."""
        found = counties_as_staff(person(self.request), [Role.CASE_OFFICER], now=self.now)
        return or_404(found.first())


class RecordChange(_OfficerPage):
    """One change of one thing: what follows is said on the page, before it is recorded."""

    template_name = "rekom/history_record.html"
    primary_label = gettext_lazy("Record the change")
    done = gettext_lazy("The change is recorded.")
    verb: Verb

    def find(self, **place: Any) -> None:
        county = self.officer_county()
        if place["thing"] not in THINGS:
            raise Http404
        finder, self.page_name, verbs = THINGS[place["thing"]]
        self.verb = or_404(verbs.get(place["verb"]))
        self.thing = or_404(finder(county, place["pk"]))

    def home(self) -> str:
        return reverse(self.page_name, kwargs={"pk": self.thing.pk})

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        wanted = self.verb.needs(self.thing, oslo_date(self.now))
        self.form = self.verb.form(data, **wanted, **kwargs)
        return self.form

    def serve(self, typed: dict[str, Any]) -> None:
        self.verb.serve(self.thing, self.form, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {
            "name": str(self.thing),
            "title": self.verb.title,
            "follows": self.verb.follows,
            "facts": consequences(self.thing, now=self.now),
        }


class CancelChange(_OfficerPage):
    """Take back a change that lies ahead; nothing has followed from it."""

    template_name = "rekom/history_confirm_cancel.html"
    primary_label = gettext_lazy("Take it back")
    done = gettext_lazy("The change is taken back.")
    change: RegisterChange

    def find(self, **place: Any) -> None:
        self.change = or_404(planned_change(self.officer_county(), place["pk"]))

    def home(self) -> str:
        return reverse("networks:history_list")

    def serve(self, typed: dict[str, Any]) -> None:
        cancel_change(change=self.change, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {
            "change": self.change,
            "what": _("%(kind)s: %(name)s")
            % {"kind": self.change.get_kind_display(), "name": self.change.name_before},
        }
