"""The meetings of one network: those ahead and those that are over, and planning a new one."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common.clock import OSLO
from common.dates import oslo_date
from common.views import attempt, person, whole_number
from networks.filters import NetworkMeetingFilter
from networks.forms.meetings import MeetingForm
from networks.queries import arenas as arena_queries
from networks.queries import meetings as queries
from networks.services import meetings as services
from networks.tables import NetworkMeetingTable
from networks.views.meeting_forms import may_plan_somewhere, new_form, own_municipality, where_to_meet
from networks.views.network_page import NetworkMixin, NetworkPage


class NetworkMeetings(NetworkMixin, SingleTableMixin, FilterView):
    """The meetings that lie ahead, soonest first, and below them those that are over."""

    template_name = "networks/network_meetings.html"
    table_class = NetworkMeetingTable
    filterset_class = NetworkMeetingFilter
    paginate_by = 20

    def get_queryset(self) -> Any:
        today = datetime.combine(oslo_date(self.now), time(), tzinfo=OSLO)
        return queries.meetings_of_network(person(self.request), self.network, today=today, now=self.now)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        arenas = list(arena_queries.arenas_of(self.network))
        return super().get_filterset_kwargs(filterset_class) | {"arenas": arenas}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_plan = may_plan_somewhere(person(self.request), self.network, now=self.now)
        is_filtered = any(self.request.GET.get(name) for name in ("arena", "naar"))
        return super().get_context_data(**kwargs) | {
            "network": self.network,
            "may_plan": may_plan,
            "empty_title": _("No meetings here") if is_filtered else _("No meetings yet"),
            "empty_text": _empty_text(may_plan=may_plan, is_filtered=is_filtered),
        }


def _empty_text(*, may_plan: bool, is_filtered: bool) -> str:
    if is_filtered:
        return _("Choose another arena, or all.")
    if may_plan:
        return _(
            "Plan the first one with “New meeting”. The portal calls members, universities and heads for you, and "
            "nobody is told before you have looked through the list."
        )
    return _("Meetings stand here when they are called.")


class NetworkMeetingCreate(NetworkPage):
    """A new meeting of the network."""

    def find(self, network: int, **place: Any) -> None:
        super().find(network)
        self.user = person(self.request)
        if not may_plan_somewhere(self.user, self.network, now=self.now):
            raise Http404

    def get(self, request: HttpRequest, network: int) -> HttpResponse:
        where = where_to_meet(self.user, self.network, now=self.now)
        own = own_municipality(self.user, self.network, where, now=self.now)
        arena = whole_number(request.GET.get("arena", ""))
        first = where.arenas[0].pk if own and where.arenas else None
        initial = {
            "starts": time(9),
            "ends": time(12),
            "arena": arena or first,
            "municipality": own.pk if own else None,
        }
        return self._page(new_form(self.user, self.network, now=self.now, initial=initial))

    def post(self, request: HttpRequest, network: int) -> HttpResponse:
        form = new_form(self.user, self.network, request.POST, now=self.now)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._plan(form)):
            return self._page(form, status=409)
        messages.success(request, _("The meeting is planned as a draft. Nobody has been told."))
        return redirect("networks:meeting_detail", pk=self.planned.pk)

    def _plan(self, form: MeetingForm) -> None:
        self.planned = services.plan_meeting(body=self.network, typed=form.typed, by=self.user, now=self.now)

    def _page(self, form: MeetingForm, status: int = 200) -> HttpResponse:
        back = reverse("networks:network_meetings", kwargs={"network": self.network.pk})
        context = {"form": form, "network": self.network, "cancel_url": back}
        return render(self.request, "networks/network_meeting_create.html", context, status=status)
