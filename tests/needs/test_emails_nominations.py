"""The letters about nominations and to students can be read in both languages, and only the student's name them."""

import pytest

from common.drafts import Shown
from common.models import OutboxMail
from common.outbox.rendering import render
from needs.models import Nomination
from needs.queries.nomination import VALUES
from needs.queries.student import student_path
from needs.rules.study import STUDY_VERBS
from needs.services import nomination as services
from needs.services.study import correct_nomination, follow_study
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, World

TO_OTHERS = {
    "nomination_proposed",
    "nomination_sent_back",
    "nomination_state_changed",
    "nomination_submitted",
    "student_corrected",
}
TO_STUDENTS = {"student_nominated", "student_address_changed", "student_withdrawn"}


def letters_of_a_winter(world: World) -> list[OutboxMail]:
    """Propose, send back, propose, confirm, correct the address; each thing that happens to a study; withdraw."""
    head, owner = world.person("head"), world.person("owner")
    nomination = chain.proposed_nomination(world)
    services.send_back_nomination(
        nomination=nomination, comment="Hva med <dette> & det?", by=owner, now=AUTUMN
    )
    services.propose_nomination(nomination=nomination, by=head, now=AUTUMN)
    confirmed = services.confirm_nomination(nomination=nomination, by=owner, now=AUTUMN)
    stored = {name: getattr(confirmed, name) for name in VALUES}
    correct_nomination(
        token=student_path(confirmed).rstrip("/").rpartition("/")[2],
        typed=stored | {"student_email": "ny@example.no", "year_of_study": 2},
        shown=Shown.of(stored, confirmed.version),
        now=AUTUMN,
    )
    for verb in STUDY_VERBS:
        study = chain.submitted_nomination(world)
        study.round = world.fresh_round()
        if verb == "come_back":
            follow_study(nomination=study, verb="go_on_leave", by=head, now=FEBRUARY)
        new_owner = world.other_owner if verb == "move_to_owner" else None
        follow_study(nomination=study, verb=verb, new_owner=new_owner, by=head, now=FEBRUARY)
    services.withdraw_nomination(nomination=confirmed, by=head, now=FEBRUARY)
    services.take_back_nomination(nomination=chain.proposed_nomination(world), by=head, now=AUTUMN)
    return list(OutboxMail.objects.select_related("recipient"))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_letter_can_be_read_and_only_the_students_name_them(world, language):
    mails = letters_of_a_winter(world)

    assert {mail.kind.removeprefix("needs/") for mail in mails} == TO_OTHERS | TO_STUDENTS
    for mail in mails:
        mail.language = language
        letter = render(mail)
        assert letter.subject
        assert "&amp;" not in letter.text
        is_named = "Studentprøve" in letter.subject + letter.text + letter.html
        assert is_named == (mail.kind.removeprefix("needs/") in TO_STUDENTS)
        assert (mail.recipient is None) == is_named
        if "path" in mail.context:
            assert mail.context["path"] in letter.text
            assert mail.context["path"] in letter.html


def test_every_letter_is_found_by_its_nomination(world):
    letters_of_a_winter(world)

    known = {f"nomination:{pk}" for pk in Nomination.objects.values_list("pk", flat=True)}
    assert [mail.kind for mail in OutboxMail.objects.all() if not known & set(mail.topics)] == []


def test_a_letter_to_a_student_has_no_user_and_greets_by_name(world):
    chain.proposed_nomination(world)

    mail = OutboxMail.objects.get(kind="needs/student_nominated")

    assert (mail.recipient, mail.to) == (None, "siri.studentprove@example.no")
    assert "Siri Studentprøve" in render(mail).text.splitlines()[0]
