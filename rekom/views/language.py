"""The language switch in the footer."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from networks.services import choose_language


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show the portal in the chosen language from now on: kept on the person, and in a cookie for the signed-out."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    if request.user.is_authenticated:
        choose_language(user=request.user, language=language, by=request.user)
    answer = redirect(_page_before(request))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return answer


def _page_before(request: HttpRequest) -> str:
    """The page the switch stood on, when it is one of ours; else the home page."""
    before = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        before, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return before if ours else "/"
