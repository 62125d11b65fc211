"""Who may write, send, record and return a needs report, and when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import instant
from common.gaps import Gap, check_complete
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import Need, NeedsReport
from needs.rules.involvement import involvement_gaps
from needs.states import NEEDS_REPORT_EDITABLE, NeedsReportState
from networks import deadlines
from networks.models import OrganisationKind, User
from networks.roles import REPORTERS, Role, holds, leads
from networks.states import Duty

MOST_ATTACHMENTS = 5
"""Files in one report, at most."""


def owns(user: User, report: NeedsReport, *, now: datetime) -> bool:
    """Whether the person is a contact of the report's owner."""
    return holds(user, Role.OWNER, report.owner, now=now)


def writes(user: User, report: NeedsReport, *, now: datetime) -> bool:
    """Whether the person writes the report: a contact of the owner, or somebody the owner has asked to write it.

    A municipal service that reports a need of its own has writers only.
    """
    return holds(user, REPORTERS, report.owner, now=now)


def sends(user: User, report: NeedsReport, *, now: datetime) -> bool:
    """Whether the person sends the report: the owner's contacts; in a municipal service, its writers."""
    return owns(user, report, now=now) or (is_from_service(report) and writes(user, report, now=now))


def check_sends(user: User, report: NeedsReport, *, now: datetime) -> None:
    """Raises NotAllowed for those who do not send the report."""
    if not sends(user, report, now=now):
        raise NotAllowed(_("Only the owner's contacts can do this."))


def is_from_service(report: NeedsReport) -> bool:
    """Whether a municipal service (PPT and others) reports a need of its own: nothing is owed, no kindergartens."""
    return report.owner.kind == OrganisationKind.SERVICE


def answer_for_owner(report: NeedsReport, *, now: datetime) -> deadlines.Answer:
    """How the duty stands for this owner and network; a dispensation counts."""
    return deadlines.answer(
        Duty.NEEDS_REPORT, report.round, now=now, organisation=report.owner, network=report.network
    )


def check_open_for_owner(report: NeedsReport, *, now: datetime) -> deadlines.Answer:
    """The answer for this owner and network when the duty is open; a dispensation counts. Raises NotNow."""
    return deadlines.check_open(
        Duty.NEEDS_REPORT, report.round, now=now, organisation=report.owner, network=report.network
    )


def check_may_save_needs_report(user: User, report: NeedsReport, *, now: datetime) -> None:
    """The owner, and who the owner has asked, write while the duty is open and the report is a draft or returned."""
    if not writes(user, report, now=now):
        raise NotAllowed(_("Only the owner's contacts can do this."))
    check_open_for_owner(report, now=now)
    _check_editable(report)


def check_may_draft_needs_report(user: User, report: NeedsReport, *, now: datetime) -> None:
    """Whoever writes the report may change its draft: the owner's people, or the leader who records it."""
    if writes(user, report, now=now):
        check_may_save_needs_report(user, report, now=now)
    else:
        check_may_record_needs_report(user, report, now=now)


def check_may_send_needs_report(user: User, report: NeedsReport, *, now: datetime) -> None:
    """Whether it is the person's to send this draft now, complete or not."""
    check_sends(user, report, now=now)
    check_open_for_owner(report, now=now)
    _check_editable(report)


def check_may_submit_needs_report(
    user: User, report: NeedsReport, needs: Iterable[Need], *, now: datetime
) -> None:
    """The owner sends what is complete while the duty is open; for a municipal service its writers do."""
    check_sends(user, report, now=now)
    check_open_for_owner(report, now=now)
    check_complete(numbered(needs_report_gaps(report, needs)))


def check_may_take_back_needs_report(
    user: User, report: NeedsReport, *, has_measures: bool, now: datetime
) -> None:
    """The owner takes a sent report back while the duty is open, until the network has made a measure of a need."""
    check_sends(user, report, now=now)
    if report.state != NeedsReportState.SUBMITTED:
        raise MovedOn
    check_open_for_owner(report, now=now)
    if has_measures:
        raise NotNow(
            _("The network has already made a measure of a need in this report. Ask its leader to return it.")
        )


def check_may_attach(user: User, report: NeedsReport, *, count: int, adding: int = 1, now: datetime) -> None:
    """Whoever may change the draft may add files to it: MOST_ATTACHMENTS in all, of which it has `count`."""
    check_may_draft_needs_report(user, report, now=now)
    if not writes(user, report, now=now) and not report.received_how.strip():
        raise NotNow(_("Write how the report was received."))
    if count + adding > MOST_ATTACHMENTS:
        raise NotNow(
            _(
                "A needs report can have %(most)s files, and this would be %(count)s. Choose the most important."
            )
            % {"most": MOST_ATTACHMENTS, "count": count + adding}
        )


def check_may_declare_no_needs(user: User, report: NeedsReport, *, now: datetime) -> None:
    """The owner says that there are no new needs this year while the duty is open."""
    _check_owner(user, report, now=now)
    check_open_for_owner(report, now=now)


def check_may_resume_needs_report(user: User, report: NeedsReport, *, now: datetime) -> None:
    """An owner that said "no new needs" may think again while the duty is open."""
    _check_owner(user, report, now=now)
    check_open_for_owner(report, now=now)


def check_may_record_needs_report(user: User, report: NeedsReport, *, now: datetime) -> None:
    """The network's leader records a report received another way, until the network's decision basis is due.

    What an owner has begun in the portal is the owner's: the leader gives a new deadline instead.
    """
    _check_leader(user, report, now=now)
    _check_record_moment(report, now=now)
    _check_editable(report)
    if is_begun_by_owner(report):
        raise NotNow(
            _(
                "The owner has begun a draft in the portal. Give the owner a new deadline, so that they can send "
                "it themselves."
            )
        )


def check_may_send_record(user: User, report: NeedsReport, needs: Iterable[Need], *, now: datetime) -> None:
    """A recorded report names how it was received and at least one need with its kindergartens."""
    check_may_record_needs_report(user, report, now=now)
    check_complete(numbered(record_gaps(report, needs)))


def check_may_return_needs_report(
    user: User, report: NeedsReport, *, due_at: datetime, now: datetime
) -> None:
    """The network's leader returns what was submitted, with an instant that lies ahead; also after the closing."""
    _check_leader(user, report, now=now)
    if report.state != NeedsReportState.SUBMITTED:
        raise MovedOn
    if due_at <= now:
        raise NotNow(_("The new deadline must lie ahead."))


def check_may_extend_needs_report(user: User, report: NeedsReport, *, now: datetime) -> None:
    """The network's leader gives an owner who has not sent its report a new deadline."""
    _check_leader(user, report, now=now)
    if report.state not in NEEDS_REPORT_EDITABLE:
        raise MovedOn


def is_begun_by_owner(report: NeedsReport) -> bool:
    """Whether the draft is the owner's own, so that the network's leader may not read or change it."""
    return report.version > 0 and report.state == NeedsReportState.DRAFT and not report.received_how


def needs_report_gaps(report: NeedsReport, needs: Iterable[Need]) -> list[Gap]:
    """What is missing before the owner can send the report. `needs` stand in the order of the page.

    A municipal service has neither heads nor kindergartens.
    """
    is_service = is_from_service(report)
    gaps = []
    if not is_service and not report.heads_involvement.strip():
        gaps.append(Gap("heads_involvement", _("Write how the heads took part.")))
    gaps += involvement_gaps(report)
    fields = ("theme", "why", "goal") if is_service else ("theme", "kindergartens", "why", "goal")
    gaps += _all_need_gaps(list(needs), fields=fields)
    if report.round.scheme.asks_own_contribution and not report.own_contribution.strip():
        gaps.append(Gap("own_contribution", _("Write what you contribute yourselves.")))
    return gaps


def record_gaps(report: NeedsReport, needs: Iterable[Need]) -> list[Gap]:
    """What is missing before the leader can record a report: how it came, and needs with their kindergartens."""
    gaps = []
    if not report.received_how.strip():
        gaps.append(Gap("received_how", _("Write how the report was received.")))
    fields = ("theme", "why") if is_from_service(report) else ("theme", "kindergartens", "why")
    return gaps + _all_need_gaps(list(needs), fields=fields)


def numbered(gaps: Iterable[Gap]) -> list[Gap]:
    """The same gaps, with the need's number in front where a sentence stands alone: "Need 2: Write why …"."""
    return [replace(gap, sentence=_in_need(gap)) if gap.form else gap for gap in gaps]


def _in_need(gap: Gap) -> str:
    number = int(gap.form.removeprefix("needs-")) + 1
    return _("Need %(number)s: %(sentence)s") % {"number": number, "sentence": gap.sentence}


def _all_need_gaps(needs: list[Need], *, fields: tuple[str, ...]) -> list[Gap]:
    if not needs:
        return [Gap("theme", _("Write at least one need."), "needs-0")]
    return [gap for n, need in enumerate(needs) for gap in _need_gaps(need, n, fields)]


def _need_gaps(need: Need, position: int, fields: tuple[str, ...]) -> list[Gap]:
    form = f"needs-{position}"
    missing = {
        "theme": (need.theme_id is None, _("Choose a theme.")),
        "kindergartens": (not need.kindergartens.all(), _("Choose kindergartens.")),
        "why": (not need.why.strip(), _("Write why you need this.")),
        "goal": (not need.goal.strip(), _("Write what you want to achieve.")),
    }
    gaps = [Gap(field, missing[field][1], form) for field in fields if missing[field][0]]
    if need.theme is not None and need.theme.asks_free_text and not need.theme_other.strip():
        gaps.append(Gap("theme_other", _("Write which theme."), form))
    return gaps


def _check_owner(user: User, report: NeedsReport, *, now: datetime) -> None:
    if not owns(user, report, now=now):
        raise NotAllowed(_("Only the owner's contacts can do this."))


def _check_leader(user: User, report: NeedsReport, *, now: datetime) -> None:
    if not leads(user, report.network, now=now):
        raise NotAllowed(_("Only the network's leader or coordinator can do this."))


def _check_editable(report: NeedsReport) -> None:
    if report.state not in NEEDS_REPORT_EDITABLE:
        raise NotNow(_("The needs report has been sent, so it can no longer be changed here."))


def _check_record_moment(report: NeedsReport, *, now: datetime) -> None:
    mine = answer_for_owner(report, now=now)
    basis = deadlines.answer(Duty.DECISION_BASIS, report.round, now=now, network=report.network)
    if not mine.has_opened:
        raise NotNow(_("The needs report opens on %(when)s.") % {"when": instant(mine.opens_at)})
    if basis.is_past and basis.closes:
        raise NotNow(
            _("Reports can be recorded until the decision basis is due, and that was %(when)s.")
            % {"when": instant(basis.due_at)}
        )
