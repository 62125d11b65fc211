"""Who is called to a meeting: taken off with a reason, and called by name."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.refusals import Refused, may
from common.views import VerbPage, hidden_unless_allowed, person
from networks.forms.meetings import AddPeopleForm, TakeOffForm
from networks.queries import callees
from networks.rules import meetings as rules
from networks.services import callees as services
from networks.states import MeetingState
from networks.views.meetings import MeetingPage, SecretarysPage


class MeetingTakeOff(SecretarysPage, VerbPage):
    """Some are not called, and all are told why."""

    template_name = "networks/meeting_take_off.html"
    primary_label = gettext_lazy("Take them off the list")
    done = gettext_lazy("They are taken off the list. The meeting's page and its minutes say why.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_take_off_meeting, person(self.request), self.meeting, now=self.now)

    def initial(self) -> dict[str, Any]:
        """Of a meeting for one municipality, the members who speak for another one are proposed."""
        place = self.meeting.municipality
        if place is None:
            return {}
        seats = callees.people_to_call(self.meeting)
        others = [seat for seat in seats if seat.municipality_id not in (None, place.pk)]
        reason = _("The meeting is for %(place)s alone.") % {"place": place} if others else ""
        return {"people": [str(seat.user_id) for seat in others], "reason": reason}

    def make_form(self, data: Any = None, **kwargs: Any) -> TakeOffForm:
        return TakeOffForm(data, seats=callees.people_to_call(self.meeting), **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.take_off_meeting(meeting=self.meeting, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "was_called": self.meeting.state == MeetingState.CALLED}


class MeetingAddPeople(MeetingPage, VerbPage):
    """More are called, by name; in the meeting they are written up."""

    template_name = "networks/meeting_add_people.html"
    primary_label = gettext_lazy("Put them on the list")
    done = gettext_lazy("They are on the list.")

    def find(self, pk: int) -> None:
        super().find(pk)
        hidden_unless_allowed(
            rules.check_may_add_to_meeting, person(self.request), self.meeting, now=self.now
        )

    def refusal(self) -> Refused | None:
        return may(rules.check_may_add_to_meeting, person(self.request), self.meeting, now=self.now)

    def make_form(self, data: Any = None, **kwargs: Any) -> AddPeopleForm:
        return AddPeopleForm(data, seats=callees.people_to_add(self.meeting), **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.add_to_meeting(meeting=self.meeting, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "was_called": self.meeting.state == MeetingState.CALLED}
