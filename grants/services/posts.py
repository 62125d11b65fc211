"""Storing a budget's posts: what was proposed is looked up here, and another amount needs a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.money import kroner
from common.refusals import NotNow
from grants.models import Budget, CommittedPost, FixedPost
from grants.queries.posts import commitment_in, proposed_commitments, proposed_posts


@dataclass(frozen=True, kw_only=True)
class PostValues:
    """A post as written; `pk` names the stored post that it changes, `proposal` what it was proposed as.

    `key` is the scheme's, for fixed posts.
    """

    label: str
    amount_nok: int
    network: int | None = None
    university: int | None = None
    pk: int | None = None
    key: str = ""
    proposal: str = ""
    reason: str = ""


def store_posts(budget: Budget, fixed: Iterable[PostValues], committed: Iterable[PostValues]) -> None:
    """Change the posts that have changed, add the new, remove those that are gone: the history stays true.

    Raises NotNow for an amount that differs from the proposal and says no reason.
    """
    round = budget.round
    _store(FixedPost, budget, fixed, {post.proposal: post.amount_nok for post in proposed_posts(round)})
    promised = {post.proposal: post.amount_nok for post in proposed_commitments(round)}
    _store(CommittedPost, budget, committed, promised)


def check_says_why(label: str, amount_nok: int, proposed_nok: int | None, reason: str) -> None:
    """An amount that was proposed is changed with a reason. Raises NotNow."""
    if proposed_nok is not None and amount_nok != proposed_nok and not reason.strip():
        raise NotNow(
            _("%(post)s: write why it is %(amount)s and not %(proposed)s.")
            % {"post": label, "amount": kroner(amount_nok), "proposed": kroner(proposed_nok)}
        )


def _store(model: Any, budget: Budget, posts: Iterable[PostValues], proposed: Mapping[str, int]) -> None:
    stored = {post.pk: post for post in model.objects.filter(budget=budget)}
    kept, last = set(), 0
    for values in posts:
        post = stored.get(values.pk) or model(budget=budget, proposed_nok=proposed.get(values.proposal))
        check_says_why(values.label, values.amount_nok, post.proposed_nok, values.reason)
        last = post.order if post.pk and post.order > last else last + 1
        wanted = _columns(model, values, last, is_new=post.pk is None)
        if post.pk is None or any(getattr(post, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(post, name, value)
            post.save()
        kept.add(post.pk)
    for post in stored.values():
        if post.pk not in kept:
            post.delete()


def _columns(model: Any, values: PostValues, order: int, *, is_new: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "label": values.label,
        "amount_nok": values.amount_nok,
        "network_id": values.network,
        "university_id": values.university,
        "reason": values.reason.strip(),
        "order": order,
    }
    if model is FixedPost:
        columns["key"] = values.key
    elif is_new:
        columns["commitment_id"] = commitment_in(values.proposal)
    return columns
