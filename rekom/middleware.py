"""Which language a page is shown in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class ChosenLanguageMiddleware:
    """The person's choice, else the cookie's, else bokmål; what the browser asks for is not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def chosen_language(request: HttpRequest) -> str:
    """The code of the language this request is answered in; one of settings.LANGUAGES."""
    known = dict(settings.LANGUAGES)
    wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        wanted.insert(0, getattr(user, "language", ""))
    return next((code for code in wanted if code in known), settings.LANGUAGE_CODE)
