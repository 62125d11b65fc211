"""One's own events in an annual wheel: put in, change, take out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import PortalForm
from common.views import (
    KnownPage,
    VerbPage,
    attempt,
    hidden_unless_allowed,
    or_404,
    person,
    shown_version,
)
from networks.forms.wheel import WheelEventForm
from networks.models import WheelEvent
from networks.queries import wheel_events as queries
from networks.queries import wheel_scopes as scopes
from networks.rules import wheel as rules
from networks.services import wheel as services
from networks.wheel.scope import Scope


class WheelEventForms(KnownPage):
    """The form of an event, and the service behind it."""

    scope: Scope
    event: WheelEvent | None = None
    done: Any = ""

    def offer(self) -> None:
        """What can be chosen in the form. Raises Http404 for whoever may write nowhere in this wheel."""
        self.choices = scopes.places_to_write(person(self.request), self.scope, now=self.now)
        if not self.choices:
            raise Http404
        network = self.scope.network
        self.arenas = list(queries.arenas_to_choose(network.pk)) if network is not None else []

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return self.page(self.form(initial=self.initial()))

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self.save(form)):
            return self.page(form, status=409)
        messages.success(request, self.done)
        return redirect(queries.wheel_path(self.saved))

    def form(self, *args: Any, **kwargs: Any) -> WheelEventForm:
        """The form with what can be chosen here."""
        return WheelEventForm(*args, choices=self.choices, arenas=self.arenas, **kwargs)

    def initial(self) -> dict[str, Any]:
        """What the form starts with."""
        return {"whose": self.request.GET.get("for", "")}

    def save(self, form: WheelEventForm) -> None:
        """Call the service."""
        self.saved = services.add_wheel_event(typed=form.typed, by=person(self.request), now=self.now)

    def page(self, form: WheelEventForm, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        context = {
            "form": form,
            "scope": self.scope,
            "event": self.event,
            "version": self.event.version if self.event is not None else 0,
            "cancel_url": queries.wheel_path(self.event) if self.event is not None else self.scope.address(),
        }
        return render(self.request, "networks/wheel_event_form.html", context, status=status)


class WheelEventCreate(WheelEventForms):
    """Put an event into a network's wheel, or into a part of it."""

    done = gettext_lazy("It stands in the annual wheel now.")

    def find(self, network: int) -> None:
        self.scope = or_404(scopes.network_scope(person(self.request), network, now=self.now))
        self.offer()


class CountyWheelEventCreate(WheelEventForms):
    """Put an event into the county's wheel."""

    done = gettext_lazy("It stands in the annual wheel now.")

    def find(self) -> None:
        self.scope = or_404(scopes.county_scope(person(self.request), now=self.now))
        self.offer()


class WheelEventEdit(WheelEventForms):
    """Change an event, or where it stands."""

    done = gettext_lazy("The annual wheel is changed.")
    event: WheelEvent

    def find(self, pk: int) -> None:
        self.event = or_404(queries.wheel_event_of(person(self.request), pk, now=self.now))
        hidden_unless_allowed(
            rules.check_may_change_wheel_event, person(self.request), self.event, now=self.now
        )
        self.scope = Scope(county=self.event.county, network=self.event.network)
        self.offer()

    def initial(self) -> dict[str, Any]:
        return WheelEventForm.start_of(self.event)

    def save(self, form: WheelEventForm) -> None:
        self.saved = services.change_wheel_event(
            event=self.event,
            typed=form.typed,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )


class WheelEventRemove(VerbPage):
    """Take an event out of the wheel."""

    template_name = "networks/wheel_event_confirm_remove.html"
    form_class = PortalForm
    primary_label = gettext_lazy("Take it out")
    done = gettext_lazy("It is taken out of the annual wheel.")
    event: WheelEvent

    def find(self, pk: int) -> None:
        self.event = or_404(queries.wheel_event_of(person(self.request), pk, now=self.now))
        hidden_unless_allowed(
            rules.check_may_remove_wheel_event, person(self.request), self.event, now=self.now
        )

    def home(self) -> str:
        return queries.wheel_path(self.event)

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_wheel_event(event=self.event, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        title = _("Take “%(title)s” out of the annual wheel?") % {"title": self.event.title}
        return {"event": self.event, "question": title, "danger": True}
