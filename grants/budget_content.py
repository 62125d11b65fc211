"""What a budget says, as plain data: what is kept each time it is recorded, and what differs from time to time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.kept import Content, Words, kept, row, section
from common.money import kroner
from grants.key_words import decimal_words
from grants.models import Budget

NAMES = {
    "frame": _("The frame"),
    "frame_nok": _("Frame for the year"),
    "status": _("Status"),
    "frame_from": _("Taken from the year"),
    "individual_cap_percent": _("Most that may go to individual measures"),
    "note": _("What is changed, and why"),
    "key": _("The key for collective measures"),
    "flat_percent": _("Shared equally"),
    "weight_children": _("Weight of children"),
    "weight_staff": _("Weight of full-time positions"),
    "weight_kindergartens": _("Weight of kindergartens"),
    "round_to": _("Rounded to"),
    "cap_at_requested": _("No network gets more than it asks for"),
    "key_item": _("Case in the cooperation forum"),
    "fixed": _("Fixed posts"),
    "committed": _("Promised to individual measures"),
}
STATUS = {"preliminary": _("Preliminary"), "final": _("Final")}
YES_NO = {"yes": _("Yes"), "no": _("No")}
WORDS = Words(
    names=NAMES,
    codes={"status": lambda code: STATUS[code], "cap_at_requested": lambda code: YES_NO[code]},
)
VERBS = {"record": _("Recorded by"), "record_key": _("Key recorded by")}


def budget_content(budget: Budget) -> Content:
    """All that a budget of `queries.budget.budget_of` says."""
    return kept(
        {"year": budget.round.grant_year},
        section("frame", _frame(budget)),
        section("key", _key(budget)),
        section("fixed", _posts(budget.fixed_rows)),
        section("committed", _posts(budget.committed_rows)),
    )


def _frame(budget: Budget) -> list[Content]:
    rows = [
        row("frame_nok", text=kroner(budget.frame_nok)),
        row("status", codes=["preliminary" if budget.is_preliminary else "final"]),
        row("individual_cap_percent", text=f"{decimal_words(budget.individual_cap_percent)} %"),
    ]
    if budget.frame_from is not None:
        rows.append(row("frame_from", text=str(budget.frame_from.grant_year)))
    return [*rows, row("note", text=budget.note)]


def _key(budget: Budget) -> list[Content]:
    rows = [
        row("flat_percent", text=f"{decimal_words(budget.flat_percent)} %"),
        row("weight_children", text=decimal_words(budget.weight_children)),
        row("weight_staff", text=decimal_words(budget.weight_staff)),
        row("weight_kindergartens", text=decimal_words(budget.weight_kindergartens)),
        row("round_to", text=kroner(budget.round_to)),
        row("cap_at_requested", codes=["yes" if budget.cap_at_requested else "no"]),
    ]
    if budget.key_item is not None:
        rows.append(row("key_item", text=f"{budget.key_item.meeting.title}: {budget.key_item.title}"))
    return rows


def _posts(posts: Iterable[Mapping[str, Any]]) -> list[Content]:
    """A row for each post, with the same key from version to version though the post is written anew."""
    seen: Counter[str] = Counter()
    rows = []
    for post in posts:
        recipient = post["network_name"] or post["university_name"] or ""
        label = " · ".join(filter(None, (post["label"], recipient)))
        seen[label] += 1
        text = kroner(post["amount_nok"])
        if post["reason"]:
            text = f"{text}. {post['reason']}"
        rows.append(row(f"{label}#{seen[label]}", text=text, label=label))
    return rows
