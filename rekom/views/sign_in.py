"""Signing in: a code by e-mail; in the demo also one button for each role."""

from typing import Any

from allauth.account.views import RequestLoginCodeView
from django.conf import settings

from rekom.demo import role_buttons


class SignIn(RequestLoginCodeView):
    """Asks for an e-mail address and sends a code there. An unknown address gets the same answer."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "demo_roles": role_buttons() if settings.DEMO_MODE else [],
        }
