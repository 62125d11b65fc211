"""One invitation: the page its link leads to, accepting it, sending it again and withdrawing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from common import clock
from common.dates import oslo_date
from common.refusals import NotNow, Refused, may
from common.views import KnownPage, VerbPage, hidden_unless_allowed, or_404, person
from networks import services
from networks.models import InvitationStand, SeatInvitation
from networks.queries.seat_invitations import (
    SIGN_IN_EMAIL,
    invitation_by_token,
    invitation_of,
    own_invitation,
)
from networks.rules import seats as rules
from networks.seat_lists import role_text, speaks_for
from networks.services.invitations import resend_invitation, withdraw_invitation
from networks.views.seats import people_url


class InvitationPage(View):
    """What somebody is invited to. Opening the link changes nothing: mail programs open links too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = clock.now()
        self.invitation = or_404(invitation_by_token(kwargs["token"]))
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        # The path holds the secret and is never passed on; "no-referrer" would spoil the protection of forms.
        response["Referrer-Policy"] = "strict-origin"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        by = request.user if request.user.is_authenticated else None
        try:
            seat = services.accept_invitation(invitation=self.invitation, by=by, now=self.now)
        except Refused:
            self.invitation = or_404(invitation_by_token(token))
            return self.page(status=409)
        said = {"role": str(seat.get_role_display()).lower(), "body": str(seat.body)}
        if by is not None:
            messages.success(request, _("Welcome. You are now %(role)s, %(body)s.") % said)
            return redirect("home")
        request.session[SIGN_IN_EMAIL] = seat.user.email
        messages.success(
            request, _("Thank you. You are now %(role)s, %(body)s. Sign in with a code by e-mail.") % said
        )
        return redirect("account_login")

    def page(self, status: int = 200) -> HttpResponse:
        """The invitation, and what can be done with it by whoever is here."""
        user = self.request.user if self.request.user.is_authenticated else None
        refusal = may(rules.check_may_accept, user, self.invitation, now=self.now)
        return render(
            self.request, "networks/invitation.html", _shown(self.invitation, user, refusal), status=status
        )


class InvitationAccept(KnownPage):
    """The same page without the link, for the invited person who is signed in."""

    invitation: SeatInvitation

    def find(self, pk: int) -> None:
        self.user = person(self.request)
        self.invitation = or_404(own_invitation(self.user, pk))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refusal = may(rules.check_may_accept, self.user, self.invitation, now=self.now)
        return render(request, "networks/invitation.html", _shown(self.invitation, self.user, refusal))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            seat = services.accept_invitation(invitation=self.invitation, by=self.user, now=self.now)
        except NotNow as refusal:
            context = _shown(self.invitation, self.user, refusal)
            return render(request, "networks/invitation.html", context, status=409)
        said = {"role": str(seat.get_role_display()).lower(), "body": str(seat.body)}
        messages.success(request, _("Welcome. You are now %(role)s, %(body)s.") % said)
        return redirect("home")


def _shown(invitation: SeatInvitation, user: Any, refusal: Refused | None) -> dict[str, Any]:
    now = clock.now()
    is_somebody_else = user is not None and user.email != invitation.email
    return {
        "invitation": invitation,
        "role": role_text(invitation),
        "speaks_for": speaks_for(invitation),
        "is_somebody_else": is_somebody_else,
        "begins": max(invitation.valid_from, oslo_date(now)),
        "is_accepted": invitation.stand_at(now) == InvitationStand.ACCEPTED,
        "refusal": refusal,
    }


class InvitationVerb(VerbPage):
    """A page that asks before something is done to an invitation that waits."""

    invitation: SeatInvitation
    check: Any = staticmethod(rules.check_may_keep_invitation)

    def find(self, **place: Any) -> None:
        self.invitation = or_404(invitation_of(place["pk"]))
        self.user = person(self.request)
        self.refused = hidden_unless_allowed(type(self).check, self.user, self.invitation, now=self.now)

    def home(self) -> str:
        return people_url(self.invitation, self.user, now=self.now)

    def refusal(self) -> Refused | None:
        return self.refused

    def context(self) -> dict[str, Any]:
        return {"invitation": self.invitation, "role": role_text(self.invitation)}


class InvitationResend(InvitationVerb):
    """Send an invitation again, with a new link."""

    template_name = "networks/invitation_confirm_resend.html"
    primary_label = gettext_lazy("Send again")
    done = gettext_lazy("The invitation is sent again, with a new link.")
    check = staticmethod(rules.check_may_resend_invitation)

    def serve(self, typed: dict[str, Any]) -> None:
        resend_invitation(invitation=self.invitation, by=self.user, now=self.now)


class InvitationWithdraw(InvitationVerb):
    """Withdraw an invitation."""

    template_name = "networks/invitation_confirm_withdraw.html"
    primary_label = gettext_lazy("Withdraw the invitation")
    done = gettext_lazy("The invitation is withdrawn.")

    def serve(self, typed: dict[str, Any]) -> None:
        withdraw_invitation(invitation=self.invitation, by=self.user, now=self.now)

    def context(self) -> dict[str, Any]:
        return super().context() | {"danger": True}
