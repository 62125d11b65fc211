"""What the pages of this app share: the way on to another page, and the lists of one round."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django_tables2 import SingleTableMixin

from common.views import KnownMixin, or_404, person
from networks import deadlines
from networks.models import Round
from networks.queries import chosen_round, round_of_year
from networks.roles import Role, holds
from networks.states import Duty


def go(name: str, place: Mapping[str, Any]) -> HttpResponseRedirect:
    """On to another page about the same thing."""
    return HttpResponseRedirect(reverse(f"needs:{name}", kwargs=dict(place)))


def round_or_404(request: HttpRequest, year: int, *, now: datetime, **county_of: Any) -> Round:
    """The round of a year in the county that `county_of` names (`county__networks=7`). Raises Http404."""
    return or_404(round_of_year(person(request), year, now=now, **county_of))


class RoundList(KnownMixin, SingleTableMixin):
    """A list of one round, the newest or that of `?aar=`, for those with one of the roles in `readers`."""

    readers: Iterable[Role]
    duty: Duty
    """The duty whose dates the page shows."""
    opens_with: Duty | None = None
    """The duty by which the newest round is found, when it is another one."""
    paginate_by: Any = 40

    def find(self, *_args: Any, **place: Any) -> None:
        user = person(self.request)
        if not holds(user, self.readers, now=self.now):
            raise Http404
        year, duty = self.request.GET.get("aar", ""), self.opens_with or self.duty
        self.round, self.rounds = or_404(chosen_round(user, year, duty, now=self.now))

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        base: Any = super()
        known: dict[str, Any] = base.get_filterset_kwargs(filterset_class)
        return known | {"round": self.round, "rounds": self.rounds}

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"year": self.round.grant_year}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answer = deadlines.answer(self.duty, self.round, now=self.now)
        more = {"round": self.round, "rounds": self.rounds, "answer": answer}
        return super().get_context_data(**kwargs) | more
