"""Home: my duties; and all news."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from common.dates import day
from common.views import person
from networks.queries.seat_invitations import invitations_to
from networks.services.visits import note_visit
from rekom.dispensations.at_home import requests_at_home
from rekom.duties import home_of
from rekom.news import NewsItem, news_of
from rekom.news.news import MOST
from rekom.standstill import at_home

EACH_PAGE = 25


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What I owe, by when, in which state; then what I wait for, then what is new since I was here."""
    now = clock.now()
    mark = note_visit(by=person(request), now=now)
    mine = home_of(request.user, now=now)
    context = {
        "home": mine,
        "news": told(mine.news, mark),
        "mark": mark,
        "number_new": sum(item.is_new(mark) for item in mine.news),
        "standstill": at_home(person(request), mine.round, mine.rounds, now=now),
        "requests": requests_at_home(request.user, now=now),
        "invitations": invitations_to(request.user, now=now),
    }
    return render(request, "rekom/home.html", context)


@require_safe
@login_required
def news(request: HttpRequest) -> HttpResponse:
    """All that has happened to what I have to do with in a little more than a year, the newest first."""
    now = clock.now()
    mark = note_visit(by=person(request), now=now)
    pages = Paginator(news_of(person(request), now=now, limit=MOST), EACH_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {"page_obj": page, "news": told(page.object_list, mark), "mark": mark}
    return render(request, "rekom/news.html", context)


def told(items: list[NewsItem], mark: datetime | None) -> list[dict[str, Any]]:
    """The news as the pages show them: those since the last visit are marked."""
    return [
        {
            "at": item.at,
            "title": item.title,
            "text": item.text,
            "url": item.url,
            "new_label": day(mark) if mark is not None and item.is_new(mark) else "",
        }
        for item in items
    ]
