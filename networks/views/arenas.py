"""The arenas of a network: where it meets, who comes, and what each is for."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.ordering import moved_by, order_text, read_order
from common.refusals import Refused, may
from common.views import VerbPage, attempt, hidden_unless_allowed, or_404, person, shown_version
from networks.forms.arenas import ArenaForm
from networks.models import Arena, Organisation
from networks.queries import arenas as queries
from networks.rules import arenas as rules
from networks.services import arenas as services
from networks.views.network_page import NetworkPage


@dataclass(frozen=True)
class Part:
    """The arenas of the whole network, or of its partnership with one university, and what the reader may do."""

    university: Organisation | None
    arenas: list[Arena]
    may_edit: bool


class ArenaList(NetworkPage):
    """All the network's arenas, those for all first."""

    def get(self, request: HttpRequest, network: int) -> HttpResponse:
        rows = list(queries.arenas_of(self.network))
        partners = list(queries.partners_on(self.network, now=self.now))
        found = [self._part(None, rows), *(self._part(university, rows) for university in partners)]
        context = {
            "network": self.network,
            "parts": [part for part in found if part.arenas or part.may_edit],
            "is_empty": not rows,
        }
        return render(request, "networks/arena_list.html", context)

    def _part(self, university: Organisation | None, rows: list[Arena]) -> Part:
        key = university.pk if university else None
        arenas = [row for row in rows if row.university_id == key]
        check = may(
            rules.check_may_edit_arenas,
            person(self.request),
            self.network,
            university=university,
            now=self.now,
        )
        return Part(university, arenas, check is None)


class PartPage(NetworkPage):
    """A page about the arenas of the whole network, or of one partnership, for those who may change them."""

    university: Organisation | None

    def find(self, network: int, university: int | None = None, **place: Any) -> None:
        super().find(network)
        self.university = None
        if university is not None:
            partners = queries.partners_on(self.network, now=self.now)
            self.university = or_404(partners.filter(pk=university).first())
        hidden_unless_allowed(
            rules.check_may_edit_arenas,
            person(self.request),
            self.network,
            university=self.university,
            now=self.now,
        )

    def home(self) -> str:
        """The list of arenas."""
        return reverse("networks:arena_list", kwargs={"network": self.network.pk})

    def context(self) -> dict[str, Any]:
        """What each of these pages shows."""
        return {"network": self.network, "university": self.university, "cancel_url": self.home()}

    def whose(self) -> dict[str, Any]:
        """Whose arenas they are, and who does it, for a service."""
        return {
            "network": self.network,
            "university": self.university,
            "by": person(self.request),
            "now": self.now,
        }


class ArenasMake(PartPage, VerbPage):
    """Begin with the five usual arenas."""

    template_name = "networks/arenas_confirm_make.html"
    primary_label = gettext_lazy("Make the five arenas")
    done = gettext_lazy("The five arenas are made. Change them so that they fit you.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.make_arenas(**self.whose())


class ArenaCreate(PartPage):
    """A new arena, after the others."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return self._page(ArenaForm())

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = ArenaForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: services.add_arena(typed=form.typed, **self.whose())):
            return self._page(form, status=409)
        messages.success(request, _("The arena is added."))
        return redirect(self.home())

    def _page(self, form: ArenaForm, status: int = 200) -> HttpResponse:
        context = self.context() | {"form": form, "arena": None}
        return render(self.request, "networks/arena_form.html", context, status=status)


class ArenasOrder(PartPage):
    """The order of the arenas, by cards that are moved. It is the order of the annual wheel."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        arenas = list(queries.arenas_in(self.network, self.university))
        context = self.context() | {
            "cards": [{"pk": arena.pk, "title": arena.name} for arena in arenas],
            "order_now": order_text(arena.pk for arena in arenas),
        }
        return render(request, "networks/arenas_order.html", context)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        known = [arena.pk for arena in queries.arenas_in(self.network, self.university)]
        order = moved_by(read_order(request.POST.get("order", ""), known), request.POST)
        services.order_arenas(order=order, **self.whose())
        if "move" in request.POST:
            return redirect(request.path)
        messages.success(request, _("The order is saved."))
        return redirect(self.home())


class ArenaPage(PartPage):
    """A page about one arena."""

    arena: Arena

    def find(self, network: int, pk: int, **place: Any) -> None:  # type: ignore[override]  # -- found by two keys
        super().find(network)
        self.arena = or_404(queries.arena_of(self.network, pk))
        self.university = self.arena.university
        hidden_unless_allowed(rules.check_may_save_arena, person(self.request), self.arena, now=self.now)

    def context(self) -> dict[str, Any]:
        return super().context() | {"arena": self.arena}


class ArenaEdit(ArenaPage):
    """Change an arena."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return self._page(ArenaForm.starting_with(self.arena), self.arena.version)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = ArenaForm(request.POST)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.arena.version, status=409)
        messages.success(request, _("The arena is saved."))
        return redirect(self.home())

    def _save(self, form: ArenaForm) -> None:
        services.save_arena(
            arena=self.arena,
            typed=form.typed,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: ArenaForm, version: int, status: int = 200) -> HttpResponse:
        context = self.context() | {"form": form, "version": version}
        return render(self.request, "networks/arena_form.html", context, status=status)


class ArenaEnd(ArenaPage, VerbPage):
    """Take an arena out of use."""

    template_name = "networks/arena_confirm_end.html"
    primary_label = gettext_lazy("Take it out of use")
    done = gettext_lazy("The arena is taken out of use. Its meetings stay.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_save_arena, person(self.request), self.arena, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.end_arena(arena=self.arena, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return super().context() | {"danger": True}
