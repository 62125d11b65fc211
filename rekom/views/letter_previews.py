"""How each kind of letter looks, with made-up data, for the county governor's staff."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from common.outbox.rendering import render as render_mail
from rekom.letter_samples import LETTERS, kind_choices, label_of, languages_of, previews, sample_of
from rekom.views.staff import StaffPage, letter_html


class LetterPreviews(StaffPage, View):
    """All kinds of letters."""

    def get(self, request: HttpRequest) -> HttpResponse:
        letters = [(label, reverse("letter_preview", kwargs=_place(kind))) for kind, label in kind_choices()]
        return render(request, "rekom/outbox_letters.html", {"letters": letters})


def _place(kind: str) -> dict[str, str]:
    app, _slash, name = kind.partition("/")
    return {"app": app, "name": name}


def _known(app: str, name: str) -> str:
    kind = f"{app}/{name}"
    if kind not in LETTERS:
        raise Http404
    return kind


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class LetterPreview(StaffPage, View):
    """One kind of letter in each language."""

    def get(self, request: HttpRequest, app: str, name: str) -> HttpResponse:
        kind = _known(app, name)
        place = {"app": app, "name": name}
        shown = [
            (code, language, letter, reverse("letter_preview_html", kwargs={**place, "language": code}))
            for code, language, letter in previews(kind)
        ]
        context = {"label": label_of(kind), "previews": shown}
        return render(request, "rekom/outbox_letter.html", context)


class LetterPreviewHtml(StaffPage, View):
    """The letter's HTML in one language, for the frame in its page."""

    def get(self, request: HttpRequest, app: str, name: str, language: str) -> HttpResponse:
        kind = _known(app, name)
        if language not in dict(languages_of(kind)):
            raise Http404
        return letter_html(render_mail(sample_of(kind, language)).html)
