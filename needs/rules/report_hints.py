"""Soft hints before a needs report is sent: what would make it better. They never stop anybody."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.gaps import Gap
from common.national_ids import holds_national_id
from common.national_ids import sentence as national_id_sentence
from needs.models import Need, NeedsReport, PptPart, StaffGroup
from needs.rules.needs_report import is_from_service

MOST_NAMES = 5
"""Kindergartens that a hint names; of the others it gives the number."""
SHORT = 30
"""Characters in a reason that says too little to build a measure on."""


def needs_report_hints(
    report: NeedsReport, needs: Sequence[Need], *, kindergartens: Sequence[Any], shared: int | None
) -> list[Gap]:
    """What the owner may want to look at before sending, each with its field, most important first.

    `kindergartens` are the owner's in the network, with their municipality; `shared` is how many of them have shared
    their assessment, None where that is not asked. An empty list for a report without needs: the gaps say that.
    """
    if not needs:
        return []
    hints = [*_privacy(report, needs), *_staff(report)]
    if not is_from_service(report):
        hints += [*_assessments(kindergartens, shared), *_without_need(needs, kindergartens)]
        hints += _ppt(report)
    return hints + [*_alike(needs), *_short(needs), *_start(needs), *_sami(report, kindergartens)]


def _privacy(report: NeedsReport, needs: Sequence[Need]) -> Iterable[Gap]:
    sentence = national_id_sentence()
    for name in ("heads_involvement", "staff_involvement", "sami_perspectives", "ppt_involvement"):
        if holds_national_id(getattr(report, name)):
            yield Gap(name, sentence)
    for position, need in enumerate(needs):
        for name in ("why", "goal", "way_of_working"):
            if holds_national_id(getattr(need, name)):
                yield _in_need(position, name, sentence)


def _staff(report: NeedsReport) -> Iterable[Gap]:
    if StaffGroup.NOBODY in report.staff_groups:
        sentence = _("Nobody of the staff has taken part yet. The need is surer when those who feel it have.")
        yield Gap("staff_groups", sentence)


def _assessments(kindergartens: Sequence[Any], shared: int | None) -> Iterable[Gap]:
    if shared is None or not kindergartens or shared == len(kindergartens):
        return
    if not shared:
        yield Gap("heads_involvement", _("No head has shared an assessment yet."))
    else:
        sentence = _("%(shared)s of %(all)s heads have shared an assessment.")
        yield Gap("heads_involvement", sentence % {"shared": shared, "all": len(kindergartens)})


def _without_need(needs: Sequence[Need], kindergartens: Sequence[Any]) -> Iterable[Gap]:
    chosen = {kindergarten.pk for need in needs for kindergarten in need.kindergartens.all()}
    left = [str(kindergarten.name) for kindergarten in kindergartens if kindergarten.pk not in chosen]
    if not left or not chosen:
        return
    named, more = ", ".join(left[:MOST_NAMES]), len(left) - MOST_NAMES
    if more > 0:
        sentence = ngettext(
            "No need is for %(named)s and %(more)s kindergarten more.",
            "No need is for %(named)s and %(more)s kindergartens more.",
            more,
        ) % {"named": named, "more": more}
    else:
        sentence = _("No need is for %(named)s.") % {"named": named}
    yield _in_need(0, "kindergartens", sentence)


def _ppt(report: NeedsReport) -> Iterable[Gap]:
    if not report.ppt_part:
        yield Gap("ppt_part", _("You have not said whether PPT has taken part."))
    elif report.ppt_part == PptPart.NO:
        yield Gap("ppt_part", _("PPT has not taken part. They know what the children need: ask them."))


def _alike(needs: Sequence[Need]) -> Iterable[Gap]:
    same: dict[tuple[Any, str], list[int]] = defaultdict(list)
    for position, need in enumerate(needs):
        if need.why.strip():
            same[need.theme_id, " ".join(need.why.lower().split())].append(position)
    for first, *others in same.values():
        for other in others:
            sentence = _("This says the same as need %(number)s. One need can be for many kindergartens.")
            yield _in_need(other, "why", sentence % {"number": first + 1})


def _short(needs: Sequence[Need]) -> Iterable[Gap]:
    for position, need in enumerate(needs):
        if 0 < len(need.why.strip()) < SHORT:
            yield _in_need(position, "why", _("The reason is short. Write two or three sentences more."))


def _start(needs: Sequence[Need]) -> Iterable[Gap]:
    if not any(need.start_on for need in needs):
        yield _in_need(0, "start_on", _("No need says when you want to start."))


def _sami(report: NeedsReport, kindergartens: Sequence[Any]) -> Iterable[Gap]:
    if report.sami_perspectives.strip():
        return
    if any(kindergarten.municipality.is_sami_admin_area for kindergarten in kindergartens):
        sentence = _(
            "You have kindergartens in the administration area for Sami languages, and have written nothing "
            "about Sami perspectives."
        )
        yield Gap("sami_perspectives", sentence)
    else:
        yield Gap("sami_perspectives", _("You have written nothing about Sami perspectives."))


def _in_need(position: int, field: str, sentence: str) -> Gap:
    return Gap(field, sentence, f"needs-{position}")
