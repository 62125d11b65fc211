"""Every page that a role reaches by links: axe finds nothing, nothing is wider than a phone, nothing is blocked."""

import re
from collections import Counter, deque

import pytest
from django.urls import Resolver404, resolve

from rekom.demo_roles import DEMO_ROLES
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.browser]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
NOT_PAGES = ("_download", "letter_preview", "account_logout")
MOST = 60
SAMPLES = 2  # so many addresses of each page are followed
FETCH = "async path => { const answer = await fetch(path); return [answer.status, await answer.text()]; }"
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')


@pytest.mark.parametrize("role", [role.key for role in DEMO_ROLES])
def test_every_page_is_accessible_and_fits_a_phone(shared_portal, browser, role):
    person = Person(shared_portal, browser, role).sign_in_as_demo(role)
    faults, seen = _walk(person)
    person.page.context.close()
    assert "home" in seen
    assert len(seen) >= FEWEST
    assert faults == []


FEWEST = 5  # pages that any role reaches; fewer means that the walk has lost its way


@pytest.mark.parametrize("role", [role.key for role in DEMO_ROLES])
def test_no_link_leads_where_its_reader_may_not_go(shared_portal, browser, role):
    person = Person(shared_portal, browser, role).sign_in_as_demo(role)
    refused, seen = _follow(person)
    person.page.context.close()
    assert {"home", "networks:profile"} <= seen  # the second is for those who are signed in
    assert len(seen) >= FEWEST
    assert refused == []


def _follow(person: Person) -> tuple[list[str], set[str]]:
    """Every link from page to page without looking: what is not answered with a page, and the pages' names."""
    waiting, known, seen, refused = deque([("/", "")]), {"/"}, Counter(), []
    while waiting:
        path, found_on = waiting.popleft()
        name = _name_of(path)
        if seen[name] >= SAMPLES or not name or name.endswith(NOT_PAGES):
            continue
        seen[name] += 1
        status, text = person.page.evaluate(FETCH, path)
        if status != 200:
            refused.append(f"{path} on {found_on}: {status}")
            continue
        for link in LINK.findall(text):
            if link not in known:
                known.add(link)
                waiting.append((link, path))
    return refused, set(seen)


def test_the_signed_out_pages_are_accessible(shared_portal, browser):
    person = Person(shared_portal, browser, "head")
    faults = []
    for path in ("/inn/", "/inn/registrering/", "/finnes-ikke/"):
        person.page.goto(path)
        faults += _faults_of(person, path)
    person.page.context.close()
    assert [fault for fault in faults if "404" not in fault] == []


def _walk(person: Person) -> tuple[list[str], set[str]]:
    waiting, known, seen, faults = deque(["/"]), {"/"}, set(), []
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        name = _name_of(path)
        if name in seen or not name or name.endswith(NOT_PAGES):
            continue
        answer = person.page.goto(path)
        seen.add(name)
        if answer is None or answer.status != 200:
            faults.append(f"{path}: {answer and answer.status}")
            continue
        faults += _faults_of(person, path)
        for link in person.page.eval_on_selector_all("a[href^='/']", "links => links.map(a => a.pathname)"):
            if link not in known:
                known.add(link)
                waiting.append(link)
    return faults, seen


def _faults_of(person: Person, path: str) -> list[str]:
    found = []
    for size in (WIDE, PHONE):
        person.page.set_viewport_size(size)
        found += [f"{path} at {size['width']}: {fault}" for fault in person.finds_no_fault()]
    if person.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{path}: wider than a phone")
    found += [f"{path}: {said}" for said in person.complaints]
    person.complaints.clear()
    return found


def _name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
