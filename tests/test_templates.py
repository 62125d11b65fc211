"""What no template of ours may hold, and what each must."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

TEMPLATES = settings.BASE_DIR / "templates"
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0]
    not in {"emails", "documents"}  # a mail and a PDF carry their own style
)
PARTS = sorted([*(TEMPLATES / "components").glob("*.html"), *(TEMPLATES / "designsystemet").rglob("*.html")])
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline handler": re.compile(r"\s(on[a-z]+|hx-on[a-z:-]*)\s*=\s*[\"']", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "a template comment over several lines": re.compile(r"\{#[^}]*\n"),
}
POST_FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def faults(source: str) -> list[str]:
    """What the content policy would drop without a word, and forms without a token."""
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(source)]
    if any("csrf_token" not in form for form in POST_FORM.findall(source)):
        found.append("a POST form without csrf_token")
    return found


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_holds_nothing_that_the_content_policy_drops(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_compiles(path):
    engines["django"].get_template(name(path))


@pytest.mark.parametrize("path", PARTS, ids=name)
def test_a_part_says_first_which_variables_it_takes(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r"\{# .{15,} #\}", first)


@pytest.mark.parametrize(
    ("planted", "what"),
    [
        ('<p style="color:red">', "inline style"),
        ("<style>p{}</style>", "a style element"),
        ("<script>alert(1)</script>", "an inline script"),
        ('<a onclick="x()">', "an inline handler"),
        ('<a hx-on:click="x()">', "an inline handler"),
        ('<a href="javascript:x()">', "a javascript address"),
        ("{# one\ntwo #}", "a template comment over several lines"),
        ('<form method="post"><p></p></form>', "a POST form without csrf_token"),
    ],
)
def test_a_planted_fault_is_found(planted, what):
    assert faults(planted) == [what]


def test_a_good_template_has_no_faults():
    good = '<script src="/x.js" defer></script><form method="post">{% csrf_token %}</form><form method="get"></form>'
    assert faults(good) == []
