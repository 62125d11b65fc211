"""Each reason has a sentence, and each refusal a page must explain has one too."""

import re

import pytest
from django.utils import translation

from common.money import NBSP
from grants import allocation_texts
from grants.allocation import AllocationError, allocate
from tests.grants.allocation_inputs import network, problem

CODES = ["nothing_left", "not_requested", "capped", "alone", "key", "key_and_rest"]


def reason(**changes):
    return {
        "code": "key",
        "amount": 812_345,
        "requested": 900_000,
        "entitlement": 812_345,
        "total": 13_020_000,
        "networks": 10,
        "flat_percent": "37.5",
        "figures": ["children", "staff", "kindergartens"],
        **changes,
    }


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("flat", ["0", "37.5", "100"])
@pytest.mark.parametrize("code", CODES)
def test_each_reason_is_one_sentence(code, flat, language):
    with translation.override(language):
        sentence = allocation_texts.explanation(reason(code=code, flat_percent=flat))

    assert re.fullmatch(r"[A-Z][^%]*\.", sentence)
    assert ". " not in sentence


def test_amounts_and_percents_are_written_as_the_reader_writes_them():
    with translation.override("en"):
        assert "37.5 per cent" in allocation_texts.explanation(reason())
    with translation.override("nb"):
        sentence = allocation_texts.explanation(reason())

    assert "37,5" in sentence
    assert "62,5" in sentence
    assert f"812{NBSP}345{NBSP}kr" in sentence


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (["children"], "children"),
        (["children", "staff"], "children and full-time positions"),
        (["children", "staff", "kindergartens"], "children, full-time positions and kindergartens"),
    ],
)
def test_figures_are_listed_as_people_list_them(figures, words):
    with translation.override("en"):
        sentence = allocation_texts.explanation(reason(flat_percent="0", figures=figures))

    assert sentence.endswith(f"by the number of {words}.")


def test_the_output_has_the_sentence_in_place_of_the_reason():
    outcome = allocate(problem(1000, [network("a", 10), network("b", 2000)], cap_at_requested=True))

    answer = allocation_texts.with_explanations(outcome)

    rows = answer["collective"]["networks"]
    expected = ["id", "amount", "network_amount", "universities", "capped", "explanation"]
    assert [list(row) for row in rows] == [expected, expected]
    assert "reason" in outcome["collective"]["networks"][0]


@pytest.mark.parametrize("code", [*allocation_texts.REFUSALS, "invalid"])
def test_each_refusal_is_a_sentence(code):
    with translation.override("en"):
        sentence = allocation_texts.refusal(AllocationError("frame", "must be a number", code=code))

    assert "%(" not in sentence
    assert ("must be a number" in sentence) == (code == "invalid")
