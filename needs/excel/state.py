"""What the portal writes into the workbook's hidden sheet, and reads back: whose it is, and what it showed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from common.documents.opening import Page
from common.drafts import Shown
from needs.excel import layout
from needs.excel.cells import carried, fits
from needs.excel.faults import WrongWorkbook
from needs.models import Need, NeedsReport
from needs.queries.workbook import Stand


@dataclass(frozen=True)
class State:
    """Edition, token of this download, keys of round, owner and network; what each object showed; names by key."""

    template: str
    token: str
    place: tuple[str, str, str]
    shown: Mapping[str, Shown] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> Iterator[tuple[str, str, str]]:
        """As rows of three cells."""
        yield layout.MARK + layout.STATE, self.template, self.token
        yield "place", ",".join(self.place), ""
        for key, shown in self.shown.items():
            yield "shown", key, shown.text
        for key, name in self.names.items():
            yield "name", key, name


def place_of(report: NeedsReport) -> tuple[str, str, str]:
    """The keys of a report's round, owner and network."""
    return str(report.round.pk), str(report.owner.pk), str(report.network.pk)


def need_rows(stand: Stand) -> list[tuple[str, Need | None]]:
    """A row for each need, and empty ones up to the number that a report can have, with their keys."""
    stored: list[tuple[str, Need | None]] = [(layout.need_key(need.pk), need) for need in stand.needs]
    if not stand.is_open:
        return stored
    empty = range(len(stored) + 1, layout.MOST_NEEDS + 1)
    return [*stored, *((layout.new_key(number), None) for number in empty)]


def carried_values(stand: Stand) -> dict[str, dict[str, Any]]:
    """What stands, as cells carry it. What no cell has room for is left out, and stays in the portal."""
    return {
        key: {name: carried(value) for name, value in values.items() if fits(value)}
        for key, values in stand.values.items()
    }


def _shown_values(stand: Stand) -> dict[str, dict[str, Any]]:
    """What the workbook shows: nothing of the assessments that the person may not read."""
    hidden = {layout.assessment_key(k.pk) for k in stand.assessed if k.pk not in stand.readable}
    found = carried_values(stand)
    return {key: dict.fromkeys(values) if key in hidden else values for key, values in found.items()}


def state_of(stand: Stand, token: str) -> State:
    """What a workbook that is made now must remember."""
    versions = {layout.REPORT: stand.report.version}
    kindergartens = [*stand.kindergartens, *stand.others]
    themes = {t.pk: t.name for k in stand.assessed for t in stand.themes_of(k.pk)}
    return State(
        template=str(layout.TEMPLATE),
        token=token,
        place=place_of(stand.report),
        shown={key: Shown.of(values, versions.get(key, 0)) for key, values in _shown_values(stand).items()},
        names={
            **{f"kindergarten:{k.pk}": str(carried(k.name)) for k in kindergartens},
            **{f"theme:{pk}": str(carried(name)) for pk, name in themes.items()},
            **{key: str(number) for number, (key, _need) in enumerate(need_rows(stand), start=1)},
        },
    )


def read_state(pages: list[Page], report: NeedsReport) -> State:
    """The state of an uploaded workbook for this report. Raises WrongWorkbook with a sentence."""
    page = next((page for page in pages if page.cell(1, 1).text == layout.MARK + layout.STATE), None)
    if page is None:
        raise WrongWorkbook(
            _(
                "This is not a workbook from the portal, or its hidden sheet is gone. Download the workbook anew and "
                "paste your texts into it."
            )
        )
    state = _read(page)
    _check_place(state.place, report)
    if state.template not in {str(edition) for edition in layout.UNDERSTOOD}:
        raise WrongWorkbook(
            _(
                "The workbook is of an edition that the portal no longer reads. Download the workbook anew and paste "
                "your texts into it."
            )
        )
    return state


def _read(page: Page) -> State:
    shown: dict[str, Shown] = {}
    names: dict[str, str] = {}
    place = ""
    last = max(row for row, _column in page.cells)
    for row in range(2, last + 1):
        kind, key, text = (page.cell(row, column).text for column in (1, 2, 3))
        if kind == "place":
            place = key
        elif kind == "shown":
            shown[key] = Shown.read(text)
        elif kind == "name":
            names[key] = text
    round_key, owner, network = [*place.split(","), "", "", ""][:3]
    template, token = page.cell(1, 2).text, page.cell(1, 3).text[:32]
    return State(template, token, (round_key, owner, network), shown, names)


def _check_place(place: tuple[str, str, str], report: NeedsReport) -> None:
    mine = place_of(report)
    words = {"owner": report.owner.name, "network": report.network.name, "year": report.round.grant_year}
    if place[1] != mine[1]:
        raise WrongWorkbook(_("The workbook is another owner's. Upload the one for %(owner)s.") % words)
    if place[2] != mine[2]:
        raise WrongWorkbook(_("The workbook is for another network. Upload the one for %(network)s.") % words)
    if place[0] != mine[0]:
        raise WrongWorkbook(_("The workbook is of another year. Upload the one for %(year)s.") % words)
