"""How django-allauth meets the portal: nobody registers freely, and sign-in codes use the portal's letters."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; registration is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
