"""Comments on a need that is sent: who, when, who is told, and taking one's own away."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow
from needs.models import NeedComment
from needs.queries.need_comment import known_need
from needs.rules.need_comment import check_may_comment_need, check_may_remove_need_comment
from needs.services.need_comment import comment_need, remove_need_comment
from needs.services.needs_report import return_needs_report
from tests.needs.chain import submitted_need
from tests.world import AUTUMN, World


def known(world: World, role: str):
    need = known_need(world.person(role), submitted_need(world).pk, now=AUTUMN)
    assert need is not None
    return need


def given_back(world: World):
    """A need whose report is back with its owner."""
    need = known(world, "leader")
    return_needs_report(
        report=need.report,
        comment="Mer om målet",
        due_at=AUTUMN + timedelta(days=9),
        by=world.person("leader"),
        now=AUTUMN,
    )
    return known_need(world.person("leader"), need.pk, now=AUTUMN)


def told() -> list[str]:
    rows = OutboxMail.objects.filter(kind="needs/need_commented")
    return sorted(rows.values_list("recipient__name", flat=True))


def say(world: World, role: str, need, text: str = "Dette ser vi også.") -> NeedComment:
    return comment_need(need=need, text=text, by=world.person(role), now=AUTUMN)


# --- Who and when -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "is_partner"),
    [("leader", False), ("coordinator", False), ("member", False), ("owner", False), ("uh", True)],
)
def test_the_network_its_universities_and_the_owner_comment(world, role, is_partner):
    check_may_comment_need(world.person(role), known(world, "leader"), is_partner=is_partner, now=AUTUMN)


@pytest.mark.parametrize("role", ["head", "other_leader", "case_officer", "forum", "uh", "other_owner"])
def test_nobody_else_comments(world, role):
    with pytest.raises(NotAllowed):
        check_may_comment_need(world.person(role), known(world, "leader"), is_partner=False, now=AUTUMN)


def test_nobody_comments_while_the_report_is_back_with_its_owner(world):
    with pytest.raises(NotNow):
        check_may_comment_need(world.person("leader"), given_back(world), is_partner=False, now=AUTUMN)


def test_one_removes_ones_own_comment_alone(world):
    comment = say(world, "member", known(world, "member"))
    check_may_remove_need_comment(world.person("member"), comment, now=AUTUMN)
    with pytest.raises(NotAllowed):
        check_may_remove_need_comment(world.person("leader"), comment, now=AUTUMN)
    comment.need = given_back_need(comment, world)
    with pytest.raises(NotNow):
        check_may_remove_need_comment(world.person("member"), comment, now=AUTUMN)


def given_back_need(comment: NeedComment, world: World):
    return_needs_report(
        report=comment.need.report,
        comment="Mer om målet",
        due_at=AUTUMN + timedelta(days=9),
        by=world.person("leader"),
        now=AUTUMN,
    )
    comment.need.report.refresh_from_db()
    return comment.need


# --- What is done -------------------------------------------------------------------------------------------


def test_a_comment_is_kept_and_the_owner_and_the_leaders_are_told_but_not_the_writer(world):
    need = known(world, "leader")
    comment = say(world, "leader", need)
    assert (comment.text, comment.by, comment.at) == ("Dette ser vi også.", world.people["leader"], AUTUMN)
    assert told() == ["Prøve Coordinator", "Prøve Owner"]


def test_when_the_owner_answers_those_who_have_commented_are_told_too(world):
    need = known(world, "member")
    say(world, "member", need)
    OutboxMail.objects.all().delete()
    say(world, "owner", need, "Takk, det tar vi med.")
    assert told() == ["Prøve Coordinator", "Prøve Leader", "Prøve Member"]


def test_the_same_words_twice_are_said_once(world):
    need = known(world, "member")
    assert say(world, "member", need) == say(world, "member", need)
    assert len(told()) == 3


def test_a_comment_that_is_refused_leaves_nothing(world):
    need = known(world, "leader")
    with pytest.raises(NotAllowed):
        say(world, "case_officer", need)
    assert NeedComment.objects.count() == 0
    assert told() == []


def test_a_removed_comment_is_gone(world):
    comment = say(world, "uh", known(world, "uh"))
    remove_need_comment(comment=comment, by=world.person("uh"), now=AUTUMN)
    assert NeedComment.objects.count() == 0


# --- The pages ----------------------------------------------------------------------------------------------


def test_the_needs_page_shows_what_is_said_and_takes_more(world, sign_in, at):
    at(AUTUMN)
    need = known(world, "member")
    address = reverse("needs:need_read", kwargs={"pk": need.pk})
    client = sign_in("member")
    assert client.post(address, {"text": "  "}).status_code == 200
    assert NeedComment.objects.count() == 0
    assert client.post(address, {"text": "Vi <b>ser</b> det."}, follow=True).status_code == 200
    body = sign_in("owner").get(address).content.decode()
    assert "Vi &lt;b&gt;ser&lt;/b&gt; det." in body


def test_staff_read_and_see_no_form(world, sign_in, at):
    at(AUTUMN)
    page = sign_in("case_officer").get(reverse("needs:need_read", kwargs={"pk": known(world, "leader").pk}))
    assert page.context["may_comment"] is False
    assert 'id="main-form"' not in page.content.decode()


def test_the_report_shows_what_is_said_about_each_need(world, sign_in, at):
    at(AUTUMN)
    need = known(world, "leader")
    say(world, "member", need)
    place = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}
    body = sign_in("owner").get(reverse("needs:needs_report_detail", kwargs=place)).content.decode()
    assert "Dette ser vi også." in body
    assert reverse("needs:need_read", kwargs={"pk": need.pk}) in body


def test_a_comment_of_another_need_is_404(world, sign_in, at):
    at(AUTUMN)
    comment = say(world, "member", known(world, "member"))
    place = {"pk": comment.need_id, "comment": comment.pk + 1}
    assert sign_in("member").get(reverse("needs:need_comment_remove", kwargs=place)).status_code == 404
