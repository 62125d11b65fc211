"""What is done to the shared facts about a measure: save, approve, withdraw, open again.

Every save is merged field by field. What is really changed takes the approvals away, and says what changed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common.approvals import take_approvals_away
from common.drafts import Saved, Shown, merge
from common.kept import Content, keep_version
from common.moves import move
from common.refusals import MovedOn, NotNow
from grants.models import Grant
from networks.models import User
from reporting.emails import facts as emails
from reporting.facts_content import facts_content, short_changes
from reporting.models import MeasureReport, MeasureReportApproval, ReportAnswer, ReportQuestion
from reporting.parts import ANSWER
from reporting.queries import facts as queries
from reporting.rules import facts as rules
from reporting.services.questions import ensure_questions
from reporting.states import FACTS_MOVES, FactsState


@transaction.atomic
def save_facts(
    *, facts: MeasureReport, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Save some of the fields (`queries.facts_values`), with gaps if need be. What two have changed is given back.

    The first save stores what the facts begin with. Raises NotAllowed, NotNow.
    """
    rules.check_may_save_facts(by, facts, now=now)
    fresh, questions = _locked_or_begun(facts)
    rules.check_may_save_facts(by, fresh, now=now)
    stored = queries.facts_values(fresh, questions)
    merged = merge(shown=shown, typed=typed, stored=stored)
    if merged.changed or not fresh.version:
        _store(fresh, merged.changed, questions, by=by, now=now)
        fresh = _content_changed(fresh, by=by, now=now)
    return Saved(fresh.version, queries.facts_values(fresh, questions), merged.conflicts)


@transaction.atomic
def approve_facts(
    *, facts: MeasureReport, university_id: int | None, version: int, by: User, now: datetime
) -> MeasureReport:
    """Approve the facts for one side (None: the network's). `version` is what the one who approves has read.

    The last side's approval makes them agreed: then nothing in them changes. Raises NotNow when they have changed
    since they were read: nobody approves what they have not seen.
    """
    fresh = _locked(facts)
    if fresh.version != version:
        raise NotNow(_("Somebody has changed this since you opened the page. Look again first."))
    questions = queries.questions_about(fresh.measure.basis.round)
    gaps = queries.gaps_of(fresh, questions)
    rules.check_may_approve_facts(by, fresh, university_id, gaps, now=now)
    approval = MeasureReportApproval.objects.create(
        facts=fresh, university_id=university_id, approved_by=by, approved_at=now
    )
    keep_version(approval, "approve", _content(fresh, questions), by=by, now=now)
    return _after_approval(_reread(fresh), approval, by=by, now=now)


@transaction.atomic
def withdraw_facts(
    *, facts: MeasureReport, university_id: int | None, by: User, now: datetime
) -> MeasureReport:
    """Take one side's approval back, before all have approved."""
    fresh = _locked(facts)
    rules.check_may_withdraw_facts(by, fresh, university_id, now=now)
    standing = MeasureReportApproval.objects.filter(
        facts=fresh, university=university_id, withdrawn_at__isnull=True
    )
    standing.update(withdrawn_at=now)
    return _reread(fresh)


@transaction.atomic
def reopen_facts(*, grant: Grant, comment: str, by: User, now: datetime) -> list[MeasureReport]:
    """Open the agreed facts of the grant's measures again, when the office returns its report with a comment.

    The approvals stand until something is changed: what nobody changes is agreed again by `settle_facts`, without
    asking the other side. Gives back those that were opened.
    """
    rules.check_may_reopen_facts(by, grant.decision.round.county, now=now)
    opened = []
    for facts in queries.facts_of(grant):
        if facts.state == FactsState.AGREED:
            fields = {"agreed_at": None}
            move(facts, "reopen", by=by, moves=FACTS_MOVES, now=now, comment=comment, fields=fields)
            opened.append(facts)
    return opened


@transaction.atomic
def settle_facts(*, grant: Grant, by: User, now: datetime) -> list[MeasureReport]:
    """Make agreed what all sides have approved already: what was opened again, and left as it was.

    Called when the grant's report is sent. Gives back those that became agreed.
    """
    settled = []
    for facts in queries.facts_of(grant):
        if facts.pk and _waits_for_nobody(facts) and _waits_for_nobody(fresh := _locked(facts)):
            _agree(fresh, by=by, now=now)
            settled.append(fresh)
    return settled


def _waits_for_nobody(facts: MeasureReport) -> bool:
    return facts.state == FactsState.DRAFT and not rules.sides_missing(facts)


def _locked_or_begun(facts: MeasureReport) -> tuple[MeasureReport, list[ReportQuestion]]:
    """The facts as they stand, begun when they are not, locked for this transaction; and the round's questions.

    Those that nobody has saved yet (version 0) hold what they begin with, stored.
    """
    ensure_questions(facts.measure.basis.round)
    begun = MeasureReport(measure=facts.measure, version=0)
    MeasureReport.objects.bulk_create([begun], ignore_conflicts=True)
    fresh = _locked(facts)
    questions = queries.questions_about(fresh.measure.basis.round)
    if not fresh.version:
        _write(fresh, queries.beginning_of_facts(fresh.measure), questions)
        fresh = _reread(fresh)
    return fresh, questions


def _locked(facts: MeasureReport) -> MeasureReport:
    """The facts as they stand now, locked for this transaction. Raises MovedOn when they are not begun."""
    if not MeasureReport.objects.select_for_update().filter(measure=facts.measure_id).exists():
        raise MovedOn
    return _reread(facts)


def _reread(facts: MeasureReport) -> MeasureReport:
    found = queries.facts_about(facts.measure_id)
    if found is None:
        raise MovedOn
    return found


def _store(
    facts: MeasureReport,
    changed: Mapping[str, Any],
    questions: list[ReportQuestion],
    *,
    by: User,
    now: datetime,
) -> None:
    """Write the changed fields, and whose change it was."""
    facts.version, facts.saved_by, facts.saved_at = facts.version + 1, by, now
    facts.save(update_fields=["version", "saved_by", "saved_at"])
    _write(facts, changed, questions)


def _write(facts: MeasureReport, values: Mapping[str, Any], questions: list[ReportQuestion]) -> None:
    own = [name for name in queries.TEXTS if name in values]
    for name in own:
        setattr(facts, name, values[name])
    if own:
        facts.save(update_fields=own)
    if "kindergartens" in values:
        facts.kindergartens.set(values["kindergartens"])
    for question in questions:
        name = f"{ANSWER}{question.key}"
        if name in values:
            given: dict[str, Any] = {"question": question, "facts": facts, "report": None}
            ReportAnswer.objects.update_or_create(**given, defaults={"text": values[name]})


def _content_changed(facts: MeasureReport, *, by: User, now: datetime) -> MeasureReport:
    """Take away every approval that was given to the content as it was, also the writer's own; say what changed."""
    fresh = _reread(facts)
    falling = take_approvals_away(
        facts.approvals.all(),
        content=lambda: _content(fresh, queries.questions_about(fresh.measure.basis.round)),
        changes=short_changes,
        changed=gettext_noop("The facts have been changed."),
        now=now,
    )
    if not falling:
        return fresh
    emails.facts_changed(fresh, falling, by=by, now=now)
    return _reread(fresh)


def _after_approval(
    facts: MeasureReport, approval: MeasureReportApproval, *, by: User, now: datetime
) -> MeasureReport:
    if rules.sides_missing(facts):
        emails.facts_approved(facts, approval, by=by, now=now)
        return facts
    _agree(facts, by=by, now=now)
    emails.facts_agreed(facts, now=now)
    return facts


def _agree(facts: MeasureReport, *, by: User, now: datetime) -> None:
    content = _content(facts, queries.questions_about(facts.measure.basis.round))
    keep_version(facts, "agree", content, by=by, now=now)
    move(facts, "agree", by=by, moves=FACTS_MOVES, now=now, fields={"agreed_at": now})


def _content(facts: MeasureReport, questions: list[ReportQuestion]) -> Content:
    return facts_content(facts, queries.asked_about(facts.measure.basis.network, questions))
