"""Who may look into the outbox, send again, hold back; each rule: allowed, wrong person, wrong moment."""

import pytest

from common.refusals import NotAllowed, NotNow
from networks.topics import topics
from rekom.outbox import rules
from rekom.outbox.services import resend_mail
from tests.rekom.mails import mail
from tests.world import AUTUMN

STAFF = ("case_officer", "approver")
OTHERS = ("leader", "owner", "foreign_officer", "nobody")


@pytest.mark.parametrize("role", STAFF)
def test_staff_see_the_outbox_of_their_county(world, role):
    rules.check_may_see_outbox(world.person(role), world.county, now=AUTUMN)
    rules.check_may_see_mail(world.person(role), mail(world), world.county, now=AUTUMN)


@pytest.mark.parametrize("role", OTHERS)
def test_others_do_not_see_the_outbox(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_see_outbox(world.person(role), world.county, now=AUTUMN)
    with pytest.raises(NotAllowed):
        rules.check_may_see_mail(world.person(role), mail(world), world.county, now=AUTUMN)


@pytest.mark.parametrize("about", [[], ["round:1"], ["county:0"]])
def test_a_mail_that_does_not_name_the_county_is_seen_by_no_staff(world, about):
    with pytest.raises(NotAllowed):
        rules.check_may_see_mail(world.person("approver"), mail(world, about=about), world.county, now=AUTUMN)


@pytest.mark.parametrize("status", ["failed", "in_doubt", "skipped"])
def test_staff_send_again_what_did_not_arrive(world, status):
    rules.check_may_resend_mail(world.person("case_officer"), mail(world, status), world.county, now=AUTUMN)


@pytest.mark.parametrize("role", OTHERS)
def test_others_send_nothing_again(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_resend_mail(world.person(role), mail(world, "failed"), world.county, now=AUTUMN)


@pytest.mark.parametrize("status", ["planned", "sending", "sent"])
def test_a_mail_that_is_sent_or_waits_is_not_sent_again(world, status):
    with pytest.raises(NotNow):
        rules.check_may_resend_mail(
            world.person("case_officer"), mail(world, status), world.county, now=AUTUMN
        )


def test_a_mail_is_sent_again_once(world):
    old = mail(world, "failed")
    resend_mail(mail=old, county=world.county, because="Rettet", by=world.person("approver"), now=AUTUMN)
    with pytest.raises(NotNow):
        rules.check_may_resend_mail(world.person("case_officer"), old, world.county, now=AUTUMN)


@pytest.mark.parametrize(
    "check", [rules.check_may_pause_sending, rules.check_may_resume_sending], ids=["pause", "resume"]
)
def test_staff_alone_hold_mail_back_and_let_it_go(world, check):
    for role in STAFF:
        check(world.person(role), world.county, now=AUTUMN)
    for role in OTHERS:
        with pytest.raises(NotAllowed):
            check(world.person(role), world.county, now=AUTUMN)


@pytest.mark.parametrize("role", ["leader", "coordinator", *STAFF])
def test_leaders_and_staff_see_the_networks_letters(world, role):
    rules.check_may_see_network_mails(world.person(role), world.network, now=AUTUMN)


@pytest.mark.parametrize("role", ["member", "owner", "head", "uh", "other_leader", "foreign_officer"])
def test_others_do_not_see_the_networks_letters(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_see_network_mails(world.person(role), world.network, now=AUTUMN)


def test_a_former_leader_no_longer_sees_the_networks_letters(world):
    world.people["leader"].seats.update(valid_to=AUTUMN.date())
    with pytest.raises(NotAllowed):
        rules.check_may_see_network_mails(world.person("leader"), world.network, now=AUTUMN)


def test_topics_of_the_world_name_its_county(world):
    assert f"county:{world.county.pk}" in topics(world.round)
