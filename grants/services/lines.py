"""From an allocation run to grants and lines, before they are stored."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from grants.decided import NO_MONEY, needs_ground
from grants.letters import LANGUAGE
from grants.models import AllocationRun, Grant, GrantLine
from grants.queries.decision import asks_of, nominations_in
from grants.recipients import network_in, nomination_in, university_in
from grants.spreading import LineDraft, Words, lines_of_run
from networks.models import Round


@dataclass(frozen=True)
class GrantDraft:
    """One recipient's grant before it is stored: a network or a university, by key."""

    network: int | None
    university: int | None
    lines: list[LineDraft]

    @property
    def amount_nok(self) -> int:
        """The lines together, in kroner."""
        return sum(line.amount_nok for line in self.lines)


def drafts_of(run: AllocationRun, round: Round) -> list[GrantDraft]:
    """The grants that a run gives, each recipient that gets an amount or asked for one once (0 kr where it gets
    nothing); sums are the run's, to the krone.
    """
    with override(LANGUAGE):
        lines = lines_of_run(run.input, run.output, asks_of(round), _words(run))
    drafts = [
        GrantDraft(network_in(key), university_in(key), _by_number(rows)) for key, rows in lines.items()
    ]
    return [draft for draft in drafts if any(line.amount_nok or line.requested_nok for line in draft.lines)]


def _by_number(rows: list[LineDraft]) -> list[LineDraft]:
    """The lines in their order, the individual measures among them by number."""
    numbered = iter(
        sorted((row for row in rows if row.request), key=lambda row: nomination_in(row.request or ""))
    )
    return [next(numbered) if row.request else row for row in rows]


def stored_line(grant: Grant, draft: LineDraft, order: int) -> GrantLine:
    """The row for a line; its budget is the amount until the partners agree on something else.

    What the run cuts it cuts because the money does not reach further; the case officer can choose another ground.
    """
    return GrantLine(
        grant=grant,
        kind=draft.kind,
        label=draft.label,
        measure_id=draft.measure,
        nomination_id=nomination_in(draft.request) if draft.request else None,
        network_id=network_in(draft.network) if draft.network else None,
        requested_nok=draft.requested_nok,
        recommended_nok=draft.amount_nok,
        amount_nok=draft.amount_nok,
        ground=NO_MONEY if needs_ground(draft.amount_nok, draft.requested_nok) else "",
        budget_nok=draft.amount_nok,
        order=order,
    )


def _words(run: AllocationRun) -> Words:
    """What nominations are called: their number and study. The student's name never leaves the nomination."""
    asked = [row["id"] for row in run.input["individual"]["requests"]]
    studies = nominations_in([nomination_in(key) for key in asked])
    return Words(
        rest=_("To be shared in the partnership"),
        local=_("Individual measures locally"),
        requests={
            key: _("Individual measure no. %(number)s: %(study)s")
            % {"number": nomination_in(key), "study": studies[nomination_in(key)]}
            for key in asked
        },
    )
