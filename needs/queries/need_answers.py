"""What came of a need in the network's decision basis: the measures that answer it, or why none does."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from needs.models import DecisionBasis, Measure, Need, UnansweredNeed
from needs.states import BASIS_FINAL


def with_answers(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs with `answer_state` (the state of the network's sent basis, '' before it is sent), `answer_measures`
    (titles) and `answer_reason`. Before the basis is sent, nobody but its builders knows what will stand in it.
    """
    sent = DecisionBasis.objects.filter(
        round=OuterRef("report__round"), network=OuterRef("report__network"), state__in=BASIS_FINAL
    )
    measures = Measure.objects.filter(needs=OuterRef("pk"), basis__state__in=BASIS_FINAL)
    reasons = UnansweredNeed.objects.filter(need=OuterRef("pk"), basis__state__in=BASIS_FINAL)
    return needs.annotate(
        answer_state=Coalesce(Subquery(sent.values("state")[:1]), Value("")),
        answer_measures=ArraySubquery(measures.order_by("priority", "pk").values("title")),
        answer_reason=Coalesce(Subquery(reasons.values("reason")[:1]), Value(""), output_field=TextField()),
    )
