"""What can be done to the recommendation: save, rank, adopt, reopen."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from common.moves import move
from common.versions import check_version
from grants.emails import recommendation as emails
from grants.models import AllocationRun, Budget, NominationRank, Recommendation, Scenario
from grants.queries.allocation import ranked_nominations
from grants.queries.current_run import current_run
from grants.queries.decision import decision_of
from grants.queries.recommendation import forum_case, ranking_mark, ranks_of
from grants.recommendation_documents import issue_document
from grants.rules import recommendation as rules
from grants.services.allocation import run_allocation
from grants.services.scenario import lock_scenario, share_scenario
from grants.states import RECOMMENDATION_MOVES, ScenarioState
from networks.models import Round, User

HEADINGS = {
    "priorities": gettext_lazy("Which measures are prioritised?"),
    "criteria_met": gettext_lazy("How do the measures meet the criteria?"),
    "cooperation": gettext_lazy("Which owners and universities cooperate?"),
    "split": gettext_lazy("How is the money split?"),
    "dissent": gettext_lazy("Is anybody of another opinion?"),
}
"""The texts of a recommendation, each with its heading."""
TEXTS = tuple(HEADINGS)


@transaction.atomic
def save_recommendation(
    *, round: Round, texts: Mapping[str, str], version: int, by: User, now: datetime
) -> Recommendation:
    """Save the texts (those of TEXTS) of a draft, which may have gaps.

    `version` is the one the page showed. Raises NotNow when somebody has saved since, MovedOn when it is adopted.
    """
    recommendation = _locked(round)
    is_recused = forum_case(by, round).is_recused
    rules.check_may_save_recommendation(by, recommendation, is_recused=is_recused, now=now)
    check_version(recommendation.version, version)
    for name in TEXTS:
        setattr(recommendation, name, texts[name])
    recommendation.version = version + 1
    recommendation.save(update_fields=[*TEXTS, "version"])
    return recommendation


@transaction.atomic
def choose_scenario(*, scenario: Scenario, by: User, now: datetime) -> AllocationRun:
    """Let the draft stand on a scenario: run the allocation on it, lock it, and let the forum read it.

    Raises NotAllowed, and NotNow when the recommendation is adopted or the money cannot be shared out so.
    """
    round = scenario.round
    recommendation = _locked(round)
    is_recused = forum_case(by, round).is_recused
    rules.check_may_choose_scenario(by, recommendation, is_recused=is_recused, now=now)
    run = run_allocation(round=round, by=by, now=now, scenario=scenario)
    if scenario.state == ScenarioState.DRAFT:
        lock_scenario(scenario=scenario, by=by, now=now)
    if scenario.shared_at is None:
        share_scenario(scenario=scenario, by=by, now=now)
    return run


@transaction.atomic
def rank_nominations(
    *, round: Round, ranks: Mapping[int, int], mark: int, by: User, now: datetime
) -> Recommendation:
    """Store the forum's rank of every nomination: {nomination: rank}.

    `mark` is `ranking_mark` of what the page showed. Raises NotNow when that has changed since, when a nomination
    has come or gone, or when two share a rank.
    """
    recommendation = _locked(round)
    is_recused = forum_case(by, round).is_recused
    rules.check_may_rank_nominations(by, recommendation, is_recused=is_recused, now=now)
    stored = dict(ranks_of(round).values_list("nomination_id", "county_rank"))
    check_version(ranking_mark(stored), mark)
    rules.check_ranks(dict(ranks), (nomination.pk for nomination in ranked_nominations(round)))
    NominationRank.objects.filter(recommendation=recommendation).delete()
    NominationRank.objects.bulk_create(
        NominationRank(recommendation=recommendation, nomination_id=pk, county_rank=rank)
        for pk, rank in ranks.items()
    )
    return recommendation


@transaction.atomic
def adopt_recommendation(*, round: Round, by: User, now: datetime) -> Recommendation:
    """Adopt the recommendation on the forum's case and the newest run, which must be made from the present inputs.

    Its document is made and stored; an earlier one is kept, and named by the new one as replaced.
    """
    recommendation = _locked(round)
    run, case = current_run(round), forum_case(by, round)
    rules.check_may_adopt_recommendation(
        by, recommendation, run, case.item, is_recused=case.is_recused, now=now
    )
    assert run is not None  # noqa: S101 -- the rule has answered this already
    assert case.item is not None  # noqa: S101 -- the rule has answered this already
    number = (recommendation.number or 0) + 1
    document = issue_document(
        recommendation, run=run, item=case.item, number=number, sections=HEADINGS.items(), by=by, now=now
    )
    fields = {
        "run": run,
        "item": case.item,
        "document": document,
        "number": number,
        "adopted_at": now,
        "adopted_by": by,
    }
    move(recommendation, "adopt", by=by, moves=RECOMMENDATION_MOVES, now=now, fields=fields)
    emails.recommendation_adopted(recommendation, by=by, now=now)
    return recommendation


@transaction.atomic
def reopen_recommendation(
    *, recommendation: Recommendation, comment: str, by: User, now: datetime
) -> Recommendation:
    """Open an adopted recommendation again, saying why; the forum adopts it anew."""
    decision = decision_of(recommendation.round)
    rules.check_may_reopen_recommendation(by, recommendation, decision, comment=comment, now=now)
    move(recommendation, "reopen", by=by, moves=RECOMMENDATION_MOVES, now=now, comment=comment)
    emails.recommendation_reopened(recommendation, comment=comment, by=by, now=now)
    return recommendation


def _locked(round: Round) -> Recommendation:
    """The round's recommendation, locked; begun when there is none. Frame and key stand still meanwhile."""
    Budget.objects.select_for_update().filter(round=round).first()
    Recommendation.objects.bulk_create([Recommendation(round=round, version=0)], ignore_conflicts=True)
    found = (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("document")
        .defer("document__content")
        .get(round=round)
    )
    found.round = round
    return found
