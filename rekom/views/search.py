"""The page of what a search has found."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common import clock
from common.text_search import marked
from common.views import person, whole_number
from rekom.search import KINDS, Asked, Group, Result, search, words_of
from rekom.search.asked import MOST_SIGNS
from rekom.search.found import Hit
from rekom.search.marking import mark_words

FIRST_FEW = 5
EACH_PAGE = 25
LAST_PAGE = 200


@require_safe
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    """What the person may see of what they look for: some of each kind, or all of one, page by page."""
    typed = request.GET.get("q", "")
    key = request.GET.get("hva", "")
    key = key if any(kind.key == key for kind in KINDS) else ""
    number = max(1, min(whole_number(request.GET.get("page", "")) or 1, LAST_PAGE)) if key else 1
    limit = EACH_PAGE if key else FIRST_FEW
    words = words_of(typed)
    asked = Asked(person(request), words, clock.now(), limit, offset=(number - 1) * limit)
    result = search(asked, key)
    context = {
        "typed": typed[:MOST_SIGNS],
        "words": words,
        "is_cut": len(typed) > MOST_SIGNS,
        "chosen": next((kind for kind in KINDS if kind.key == key), None),
        "result": result,
        "groups": [_shown(group, typed, words) for group in result.groups],
        "page_obj": _page_of(result, number) if key else None,
        "all_url": _address(typed, ""),
    }
    return render(request, "rekom/search.html", context)


def _shown(group: Group, typed: str, words: tuple[str, ...]) -> dict[str, Any]:
    return {
        "key": group.kind.key,
        "label": group.kind.label,
        "total": group.found.total,
        "more": group.more,
        "url": _address(typed, group.kind.key),
        "hits": [_hit(hit, words) for hit in group.found.hits],
    }


def _hit(hit: Hit, words: tuple[str, ...]) -> dict[str, Any]:
    return {
        "title": mark_words(hit.title, words),
        "url": hit.url,
        "note": mark_words(hit.note, words),
        "excerpt": marked(hit.excerpt),
    }


def _page_of(result: Result, number: int) -> Any:
    """Which page this is of how many; what is shown is fetched already."""
    return Paginator(range(min(result.total, EACH_PAGE * LAST_PAGE)), EACH_PAGE).get_page(number)


def _address(typed: str, key: str) -> str:
    asked = {"q": typed[:MOST_SIGNS], **({"hva": key} if key else {})}
    return f"{reverse('search')}?{urlencode(asked)}"
