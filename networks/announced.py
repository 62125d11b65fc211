"""What the invitation to a meeting has said, as plain data that is kept, and how a later one differs from it."""

from collections.abc import Iterable
from typing import Any

from networks.models import AgendaItem, Meeting, MeetingPaper

Announced = dict[str, Any]
Change = dict[str, str]
"""What has changed ("time", "place", "case_added" …), and its words before and after, where there are such."""


def announced(meeting: Meeting, items: Iterable[AgendaItem], papers: Iterable[MeetingPaper]) -> Announced:
    """All that those who are called are told about the meeting."""
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place,
        "link": meeting.link,
        "notice": meeting.notice,
        "cases": [
            {"key": item.pk, "title": item.title, "text": f"{item.background}\n{item.proposal}"}
            for item in items
        ],
        "papers": [{"key": paper.pk, "title": paper.title} for paper in papers],
    }


def changes_between(before: Announced, after: Announced) -> list[Change]:
    """What those who are called must be told, in the order in which people want to know it."""
    found: list[Change] = []
    if (before["starts_at"], before["ends_at"]) != (after["starts_at"], after["ends_at"]):
        found.append({"what": "time", "before": before["starts_at"], "until": before["ends_at"]})
    for name in ("place", "link", "title"):
        if before[name] != after[name]:
            found.append({"what": name, "before": before[name], "after": after[name]})
    if before["notice"] != after["notice"]:
        found.append({"what": "notice"})
    return [*found, *_of_cases(before["cases"], after["cases"]), *_of_papers(before, after)]


def has_new_time(changes: Iterable[Change]) -> bool:
    """Whether the time has changed, so that everybody must answer anew."""
    return any(change["what"] == "time" for change in changes)


def _of_cases(before: list[Announced], after: list[Announced]) -> list[Change]:
    old, new = {case["key"]: case for case in before}, {case["key"]: case for case in after}
    found = [{"what": "case_added", "after": case["title"]} for key, case in new.items() if key not in old]
    found += [
        {"what": "case_removed", "before": case["title"]} for key, case in old.items() if key not in new
    ]
    both = [key for key in new if key in old]
    found += [{"what": "case_changed", "after": new[key]["title"]} for key in both if new[key] != old[key]]
    if both != [key for key in old if key in new]:
        found.append({"what": "order"})
    return found


def _of_papers(before: Announced, after: Announced) -> list[Change]:
    old = {paper["key"] for paper in before["papers"]}
    new = {paper["key"] for paper in after["papers"]}
    found = [{"what": "paper_added", "after": p["title"]} for p in after["papers"] if p["key"] not in old]
    return found + [
        {"what": "paper_removed", "before": p["title"]} for p in before["papers"] if p["key"] not in new
    ]
