"""The student's own page: nobody signs in, what is wrong is corrected, and the address stays a secret."""

import re
from typing import Any

import pytest
from django.test import Client

from common.drafts import fingerprint
from common.models import OutboxMail
from common.outbox.rendering import render
from common.refusals import NotNow
from needs.models import Nomination, NominationCorrection
from needs.queries.student import student_link, student_path
from needs.rules.study import MOST_CORRECTIONS
from needs.services import nomination as services
from rekom.outbox.letter_content import letter_of
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY

NAME = "Siri Studentprøve"
ADDRESS = "siri.studentprove@example.no"


@pytest.fixture
def nomination(world, at) -> Nomination:
    at(AUTUMN)
    return chain.submitted_nomination(world)


def told(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"needs/{kind}").values_list("to", flat=True))


def form_of(page: Any) -> dict[str, Any]:
    """What the browser would send back unchanged."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    shown = page.context["shown"]
    return {"shown": shown, **{name: "" if value is None else str(value) for name, value in values.items()}}


def correct(path: str, **typed: str) -> Any:
    client = Client()
    return client.post(path, form_of(client.get(path)) | typed)


def test_the_letter_says_what_is_stored_and_its_link_opens_the_page(nomination, client):
    letter = render(OutboxMail.objects.get(kind="needs/student_nominated"))
    path = re.search(r"http://localhost:8000(/behov/min-nominasjon/\S+)", letter.text)[1]

    page = client.get(path)

    for said in (NAME, ADDRESS, "Lekestua", "Prøve høgskole", "40 000"):
        assert said in letter.text.replace("\xa0", " ")
    assert ADDRESS in page.text
    assert page.context["form"]["student_name"].value() == NAME


def test_the_page_is_neither_remembered_indexed_nor_passed_on(nomination, client):
    page = client.get(student_path(nomination))

    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert 'name="robots" content="noindex' in page.text


def test_staff_read_the_letter_without_the_link(nomination):
    mail = OutboxMail.objects.get(kind="needs/student_nominated")

    content = letter_of(mail)

    assert student_path(nomination) not in content.text + content.html
    assert NAME in content.text


def test_a_correction_is_stored_told_and_noted_without_what_stood_there(world, nomination):
    answer = correct(student_path(nomination), ects="60", institution="Andre høgskole")

    stored = Nomination.objects.get()
    assert (answer.status_code, stored.ects, stored.institution) == (302, 60, "Andre høgskole")
    assert NominationCorrection.objects.get().fields == ["institution", "ects"]
    assert told("student_corrected") == [
        "coordinator@example.no",
        "head@example.no",
        "leader@example.no",
        "owner@example.no",
    ]
    assert NAME not in str(
        [mail.context for mail in OutboxMail.objects.filter(kind="needs/student_corrected")]
    )


def test_nothing_changed_is_told_to_nobody(nomination):
    correct(student_path(nomination))

    assert not NominationCorrection.objects.exists()
    assert told("student_corrected") == []


def test_a_new_address_gets_a_new_link_and_the_old_is_told(nomination):
    old = student_path(nomination)
    correct(old, student_email="ny.adresse@example.no")

    assert told("student_address_changed") == [ADDRESS]
    assert told("student_nominated") == ["ny.adresse@example.no", ADDRESS]
    page = Client().get(old)
    assert "ny.adresse" not in page.text
    assert page.context["why"] == "replaced"
    assert Client().get(student_path(Nomination.objects.get())).status_code == 200


def test_correcting_a_proposal_is_not_told_to_the_network(world, at):
    at(AUTUMN)
    proposed = chain.proposed_nomination(world)
    correct(student_path(proposed), ects="60")

    assert told("student_corrected") == ["head@example.no", "owner@example.no"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("student_name", ""),
        ("student_email", "ikke en adresse"),
        ("institution", "15108695088"),
        ("ects", "mange"),
        ("position_percent", "101"),
        ("end_on", "tull"),
    ],
)
def test_what_cannot_be_stored_is_refused(nomination, field, value):
    answer = correct(student_path(nomination), **{field: value})

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert not NominationCorrection.objects.exists()


def test_the_kindergarten_and_the_amount_are_not_the_students_to_change(nomination):
    correct(student_path(nomination), amount_nok="99999", kindergarten="1", state="withdrawn")

    stored = Nomination.objects.get()
    assert (stored.amount_nok, stored.state) == (40_000, "submitted")


def test_two_who_change_the_same_field_are_told(world, nomination):
    path = student_path(nomination)
    client = Client()
    old = form_of(client.get(path))
    correct(path, ects="60")

    answer = client.post(path, old | {"ects": "15"})

    assert answer.status_code == 409
    assert Nomination.objects.get().ects == 60


def test_so_many_corrections_a_day_and_no_more(nomination):
    rows = [NominationCorrection(nomination=nomination, fields=["ects"], at=AUTUMN)] * MOST_CORRECTIONS
    NominationCorrection.objects.bulk_create(
        [NominationCorrection(nomination=row.nomination, fields=row.fields, at=row.at) for row in rows]
    )

    answer = correct(student_path(nomination), ects="60")

    assert answer.status_code == 409
    assert Nomination.objects.get().ects == 30


def test_an_address_that_the_portal_has_not_made_is_not_found(nomination, client):
    path = student_path(nomination)
    unsigned = path.replace(path[-5:-1], "AAAA")

    assert client.get(unsigned).status_code == 404
    assert client.get("/behov/min-nominasjon/tull/").status_code == 404
    assert student_link("a:b:c") is None


def test_a_renewed_link_stops_the_old_one(world, nomination, client):
    old = student_path(nomination)
    nomination.round = world.fresh_round()
    services.renew_student_link(
        nomination=nomination,
        mark=fingerprint(nomination.link_secret),
        by=world.person("head"),
        now=AUTUMN,
    )

    for answer in (client.get(old), client.post(old, {"student_name": "Andre"})):
        assert answer.context["why"] == "replaced"
        assert ADDRESS not in answer.text
    assert Nomination.objects.get().student_name == NAME


def test_withdrawn_and_anonymised_say_so_and_nothing_more(world, nomination, client):
    path = student_path(nomination)
    nomination.round = world.fresh_round()
    services.withdraw_nomination(nomination=nomination, by=world.person("head"), now=AUTUMN)

    page = client.get(path)
    assert page.context["why"] == "withdrawn"
    assert [word for word in (NAME, ADDRESS, "Barnehagelærer") if word in page.text] == []

    Nomination.objects.update(student_name="", student_email="", link_secret="", anonymised_at=FEBRUARY)
    assert client.get(path).context["why"] == "anonymised"
    assert client.post(path, {}).context["why"] == "anonymised"


def test_the_history_says_that_the_student_corrected(nomination, sign_in):
    correct(student_path(nomination), ects="60")

    page = sign_in("head").get(f"/behov/studenter/{nomination.pk}/")

    assert {str(line.comment) for line in page.context["history"]} == {"", "Studiepoeng"}


def test_the_service_refuses_without_a_link(world, nomination):
    with pytest.raises(NotNow):
        services.renew_student_link(
            nomination=chain.draft_nomination(world, student_email=""),
            mark=fingerprint(""),
            by=world.person("head"),
            now=AUTUMN,
        )
