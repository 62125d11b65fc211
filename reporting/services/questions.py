"""What is done to a round's questions: begin with the scheme's, add, change, hide, put in order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from common.history import note_change
from common.ordering import read_order
from common.versions import check_version
from networks.models import Round, User
from reporting.models import ReportQuestion
from reporting.queries.questions import questions_to_keep, rounds_without_questions, scheme_questions
from reporting.rules import questions as rules
from reporting.states import Audience

WORDS = ("audience", "text_nb", "text_nn", "help_nb", "help_nn", "is_required")
"""What a case officer writes of a question."""
KEY_SIGNS = 34
SHOWN, HIDDEN = "shown", "hidden"


def ensure_questions(round: Round) -> list[ReportQuestion]:
    """The round's questions in order, also the hidden; the scheme's are copied where the round has none.

    Done again, or by two at once, it changes nothing.
    """
    if not ReportQuestion.objects.filter(round=round).exists():
        ReportQuestion.objects.bulk_create(scheme_questions(round), ignore_conflicts=True)
    return list(ReportQuestion.objects.filter(round=round).order_by("order", "pk"))


def keep_questions() -> int:
    """Give each round that has no questions those of its scheme. Returns how many rounds got theirs."""
    rounds = [round for round in rounds_without_questions() if round.scheme.report_questions]
    for round in rounds:
        ensure_questions(round)
    return len(rounds)


@transaction.atomic
def add_question(*, round: Round, typed: Mapping[str, Any], by: User, now: datetime) -> ReportQuestion:
    """Add a question (WORDS) at the end. Its key is made from its text, and stays when the text is changed."""
    rules.check_may_keep_questions(by, round, now=now)
    _lock(round)
    known = ensure_questions(round)
    rules.check_may_word_question(typed)
    question = ReportQuestion(round=round, key=_free_key(typed["text_nb"], known), order=_last(round) + 1)
    for name in WORDS:
        setattr(question, name, typed[name])
    question.save(force_insert=True)
    _number(round)
    note_change(question, "add", "", SHOWN, by=by, now=now, comment=question.text_nb)
    return question


@transaction.atomic
def change_question(
    *, question: ReportQuestion, typed: Mapping[str, Any], version: int, by: User, now: datetime
) -> ReportQuestion:
    """Change some of WORDS. `version` is what the page showed.

    Raises NotNow when somebody else has changed it since, and when what it asks is changed after it was answered.
    """
    rules.check_may_keep_questions(by, question.round, now=now)
    _lock(question.round)
    fresh, has_answers = _fresh(question)
    check_version(fresh.version, version)
    changed = {name for name in WORDS if name in typed and getattr(fresh, name) != typed[name]}
    rules.check_may_change_question(by, fresh, changed, has_answers=has_answers, now=now)
    before = fresh.text_nb
    for name in changed:
        setattr(fresh, name, typed[name])
    rules.check_may_word_question({name: getattr(fresh, name) for name in WORDS})
    if changed:
        fresh.version += 1
        fresh.save(update_fields=[*changed, "version"])
        _number(question.round)
        said = f"{before} → {fresh.text_nb}" if "text_nb" in changed else ""
        note_change(fresh, "change", SHOWN, SHOWN, by=by, now=now, comment=said)
    return fresh


@transaction.atomic
def hide_question(*, question: ReportQuestion, by: User, now: datetime) -> ReportQuestion:
    """Ask it no more. What is answered stays."""
    return _set_active(question, "hide", is_active=False, by=by, now=now)


@transaction.atomic
def show_question(*, question: ReportQuestion, by: User, now: datetime) -> ReportQuestion:
    """Ask it again, last in order."""
    return _set_active(question, "show", is_active=True, by=by, now=now)


@transaction.atomic
def order_questions(*, round: Round, audience: str, order: str, by: User, now: datetime) -> None:
    """Ask the shown questions to one audience in this order ("3,1,2"); one that is not named comes last."""
    rules.check_may_keep_questions(by, round, now=now)
    _lock(round)
    known = [row.pk for row in ensure_questions(round) if row.is_active and row.audience == audience]
    _number(round, first=read_order(order, known))


def _set_active(
    question: ReportQuestion, verb: str, *, is_active: bool, by: User, now: datetime
) -> ReportQuestion:
    rules.check_may_keep_questions(by, question.round, now=now)
    _lock(question.round)
    fresh, _has_answers = _fresh(question)
    if fresh.is_active == is_active:
        return fresh
    fresh.is_active, fresh.version = is_active, fresh.version + 1
    if is_active:
        fresh.order = _last(question.round) + 1
    fresh.save(update_fields=["is_active", "order", "version"])
    _number(question.round)
    before, after = (HIDDEN, SHOWN) if is_active else (SHOWN, HIDDEN)
    note_change(fresh, verb, before, after, by=by, now=now)
    return fresh


def _lock(round: Round) -> None:
    """One at a time changes the questions of a round."""
    Round.objects.select_for_update().get(pk=round.pk)


def _fresh(question: ReportQuestion) -> tuple[ReportQuestion, bool]:
    """The question as it stands, and whether somebody has answered it."""
    fresh = questions_to_keep(question.round).get(pk=question.pk)
    return fresh, fresh.has_answers


def _last(round: Round) -> int:
    return int(ReportQuestion.objects.filter(round=round).aggregate(last=Max("order"))["last"] or 0)


def _number(round: Round, first: Sequence[int] = ()) -> None:
    """Number the questions 1, 2, 3 … audience by audience; those of `first` in its order, before the others."""
    places = {pk: place for place, pk in enumerate(first)}
    audiences = list(Audience)

    def place_of(row: ReportQuestion) -> tuple[int, int, int, int]:
        return audiences.index(Audience(row.audience)), places.get(row.pk, len(places)), row.order, row.pk

    rows = sorted(ReportQuestion.objects.filter(round=round).order_by(), key=place_of)
    for place, row in enumerate(rows, start=1):
        row.order = place
    ReportQuestion.objects.bulk_update(rows, ["order"])


def _free_key(text: str, known: list[ReportQuestion]) -> str:
    """A key that no other question of the round has; the same text has the same key in each round."""
    base = slugify(text)[:KEY_SIGNS].strip("-") or "sporsmal"
    taken = {row.key for row in known}
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if key not in taken)
