"""One seat: who has it, who had it before, and what can be done to it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.dates import day
from common.refusals import NotNow, Refused, may
from common.timeline import lines_of
from common.views import KnownPage, VerbPage, hidden_unless_allowed, or_404, person
from networks.forms.seats import HandOverForm, LastDayForm, SubstituteForm
from networks.models import Seat, SeatInvitation, User
from networks.queries.seat_invitations import invitations_about
from networks.queries.seat_losses import losses_of
from networks.queries.seats import might_take_over, organisation_kept_by, seat_of, substitutes_of, succession
from networks.roles import SINGLE, Role
from networks.rules import seats as rules
from networks.seat_lists import role_text, speaks_for
from networks.services import seats as services
from networks.services.invitations import hand_over, invite_substitute
from networks.views.people_of import invitation_table

VERBS = {
    "accept_invitation": _("Invitation accepted by"),
    "hand_over": _("Handed over by"),
    "end_seat": _("Ended by"),
    "change_seat": _("Last day changed by"),
    "appoint_chair": _("Written down as chair by"),
    "leave_chair": _("No longer chair, written down by"),
}


def people_url(place: Seat | SeatInvitation, user: User, *, now: datetime) -> str:
    """The list on which the reader finds a seat or an invitation; their own page where they read no such list."""
    holds_it = isinstance(place, Seat) and place.user_id == user.pk
    if place.network is not None:
        if holds_it or rules.keeps(user, Role.NETWORK_MEMBER, place.network, now=now):
            return reverse("networks:network_people", kwargs={"network": place.network.pk})
    elif place.forum is not None:
        if holds_it or rules.keeps(user, place.role, place.forum, now=now):
            return reverse("networks:forum_people")
    elif place.county is not None:
        return reverse("networks:person_list")
    else:
        organisation = place.kindergarten.owner if place.kindergarten else place.organisation
        if organisation and organisation_kept_by(user, organisation.pk, now=now):
            return reverse("networks:owner_people", kwargs={"organisation": organisation.pk})
    return reverse("networks:profile")


class SeatPage(KnownPage):
    """A page about one seat that the person may see."""

    seat: Seat

    def find(self, **place: Any) -> None:
        self.seat = or_404(seat_of(place["pk"]))
        self.user = person(self.request)
        hidden_unless_allowed(rules.check_may_see_seat, self.user, self.seat, now=self.now)


class SeatDetail(SeatPage):
    """The seat, its holders now and before, its substitutes, its history, and what the reader can do."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        seat = self.seat
        facts = [
            (_("Role"), role_text(seat)),
            (_("Where"), str(seat.body)),
            (_("Speaks for"), speaks_for(seat)),
            (_("E-mail"), seat.user.email),
            (_("Phone"), seat.user.phone),
            (_("From"), day(seat.valid_from)),
            (_("Last day"), day(seat.last_on) if seat.last_on else ""),
        ]
        waiting = list(invitations_about(seat))
        context = {
            "seat": seat,
            "facts": facts,
            "holders": succession(seat) if seat.role in SINGLE else [],
            "substitutes": substitutes_of(seat, now=self.now),
            "keeps_seat": rules.keeps(self.user, seat.role, seat.body, now=self.now),
            "invitations": invitation_table(request, waiting, now=self.now),
            "history": lines_of(seat, VERBS),
            "actions": list(self._actions()),
            "home_url": people_url(seat, self.user, now=self.now),
        }
        return render(request, "networks/seat_detail.html", context)

    def _actions(self) -> Any:
        verbs = (
            ("seat_hand_over", _("Hand over"), rules.check_may_hand_over),
            ("seat_invite_substitute", _("Invite a substitute"), rules.check_may_invite_substitute),
            ("seat_appoint_chair", _("Write down as chair"), rules.check_may_appoint_chair),
            ("seat_change", _("Change the last day"), rules.check_may_change_seat),
            ("seat_end", _("End the role"), rules.check_may_end_seat),
        )
        allowed = [verb for verb in verbs if may(verb[2], self.user, self.seat, now=self.now) is None]
        for number, (name, label, _check) in enumerate(allowed):
            yield {
                "label": label,
                "url": reverse(f"networks:{name}", kwargs={"pk": self.seat.pk}),
                "variant": "secondary" if number else "",
                "danger": name == "seat_end",
            }


class SeatVerb(VerbPage):
    """A page that asks before something is done to a seat."""

    check: Any = None
    seat: Seat

    def find(self, **place: Any) -> None:
        self.seat = or_404(seat_of(place["pk"]))
        self.user = person(self.request)
        self.refused = hidden_unless_allowed(type(self).check, self.user, self.seat, now=self.now)

    def home(self) -> str:
        return reverse("networks:seat_detail", kwargs={"pk": self.seat.pk})

    def refusal(self) -> Refused | None:
        return self.refused

    def context(self) -> dict[str, Any]:
        return {"seat": self.seat, "role": role_text(self.seat)}


class SeatEnd(SeatVerb):
    """End a seat: the person loses the role today, and the row stays as history."""

    template_name = "networks/seat_confirm_end.html"
    primary_label = _("End the role")
    done = _("The role is ended.")
    check = staticmethod(rules.check_may_end_seat)

    def context(self) -> dict[str, Any]:
        return super().context() | {"losses": losses_of(self.seat, now=self.now), "danger": True}

    def serve(self, typed: dict[str, Any]) -> None:
        services.end_seat(seat=self.seat, by=self.user, now=self.now)

    def home(self) -> str:
        is_own = self.seat.user_id == self.user.pk
        if is_own and self.request.method == "POST":
            return reverse("networks:profile")
        return people_url(self.seat, self.user, now=self.now)


class SeatChange(SeatVerb):
    """Choose the last day of a seat."""

    template_name = "networks/seat_change.html"
    form_class = LastDayForm
    primary_label = _("Save the last day")
    done = _("The last day is saved.")
    check = staticmethod(rules.check_may_change_seat)

    def initial(self) -> dict[str, Any]:
        return {"last_on": self.seat.last_on}

    def context(self) -> dict[str, Any]:
        return super().context() | {"losses": losses_of(self.seat, now=self.now)}

    def serve(self, typed: dict[str, Any]) -> None:
        try:
            services.change_seat(seat=self.seat, valid_to=typed["valid_to"], by=self.user, now=self.now)
        except ValidationError as error:
            raise NotNow(" ".join(error.messages)) from error


class SeatHandOver(SeatVerb):
    """Choose who takes a seat over: somebody who is here already, or somebody else."""

    template_name = "networks/seat_hand_over.html"
    primary_label = _("Send the invitation")
    done = _("The invitation is sent. The role is handed over when it is accepted.")
    check = staticmethod(rules.check_may_hand_over)

    def make_form(self, data: Any = None, **kwargs: Any) -> HandOverForm:
        kwargs.pop("initial", None)
        return HandOverForm(data, people=might_take_over(self.seat, now=self.now), now=self.now)

    def context(self) -> dict[str, Any]:
        return super().context() | {"losses": losses_of(self.seat, now=self.now)}

    def serve(self, typed: dict[str, Any]) -> None:
        hand_over(seat=self.seat, by=self.user, now=self.now, **typed)


class SeatInviteSubstitute(SeatVerb):
    """Invite somebody to stand in for a seat."""

    template_name = "networks/seat_invite_substitute.html"
    primary_label = _("Send the invitation")
    done = _("The invitation is sent.")
    check = staticmethod(rules.check_may_invite_substitute)

    def make_form(self, data: Any = None, **kwargs: Any) -> SubstituteForm:
        kwargs.pop("initial", None)
        return SubstituteForm(data, people=might_take_over(self.seat, now=self.now), now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        invite_substitute(seat=self.seat, by=self.user, now=self.now, **typed)


class SeatAppointChair(SeatVerb):
    """Write down that a member chairs the forum."""

    template_name = "networks/seat_confirm_chair.html"
    primary_label = _("Write down as chair")
    done = _("The chair is written down.")
    check = staticmethod(rules.check_may_appoint_chair)

    def serve(self, typed: dict[str, Any]) -> None:
        services.appoint_chair(seat=self.seat, by=self.user, now=self.now)
