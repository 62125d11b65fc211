"""Signing in: a code by e-mail; in the demo also one button for each role."""

from typing import Any

from allauth.account.views import RequestLoginCodeView, email_verification_sent
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from networks.queries.seat_invitations import SIGN_IN_EMAIL
from rekom.demo import role_buttons


class SignIn(RequestLoginCodeView):
    """Asks for an e-mail address and sends a code there. An unknown address gets the same answer."""

    def get_initial(self) -> dict[str, Any]:
        """Somebody who has just accepted an invitation does not write the address once more."""
        return {**super().get_initial(), "email": self.request.session.get(SIGN_IN_EMAIL, "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "demo_roles": role_buttons() if settings.DEMO_MODE else [],
        }


def confirm_email(request: HttpRequest) -> HttpResponseBase:
    """Confirm an address with a code, while signing in. Whoever is signed in has nothing to confirm."""
    if request.user.is_authenticated:
        return redirect("home")
    answer: HttpResponseBase = email_verification_sent(request)
    return answer
