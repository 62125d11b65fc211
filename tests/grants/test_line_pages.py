"""The pages of amounts and impartiality, as officers meet them."""

import pytest
from django.urls import reverse

from common.models import OutboxMail
from grants.decided import mark_of
from grants.models import Decision, GrantLine, Recusal
from grants.services.recusal import declare_recusal
from tests.grants.stage import built, grant_of, prepared
from tests.grants.test_services_decision_lines import change, lines
from tests.world import APRIL

WHY = "Nettverket har midler igjen."


def url(name: str, world, **kwargs) -> str:
    return reverse(f"grants:{name}", kwargs={"year": world.round.grant_year, **kwargs})


def typed(line: GrantLine, amount: str, **more) -> dict[str, str]:
    return {
        "mark": mark_of([line]),
        f"amount_{line.pk}": amount,
        f"deviation_{line.pk}": WHY,
        f"ground_{line.pk}": "not_prioritised",
        f"words_{line.pk}": "",
        **more,
    }


def page_of(world, line: GrantLine) -> str:
    return url("decision_line", world, grant=line.grant_id, line=line.pk)


@pytest.mark.parametrize("amount", ["380 000 kr", "380000", "380.000,-", "380\u00a0000"])
def test_an_amount_is_understood_as_people_write_it(world, sign_in, at, amount):
    at(APRIL)
    built(world)
    line = lines(world)[2]

    answer = sign_in("case_officer").post(page_of(world, line), typed(line, amount))

    assert answer.status_code == 302
    assert GrantLine.objects.get(pk=line.pk).amount_nok == 380_000


@pytest.mark.parametrize(
    ("amount", "status"),
    [("-380 000", 200), ("mye", 200), ("", 200), ("999 999 999 999", 200), ("9 000 000", 409)],
)
def test_an_amount_that_cannot_be_is_refused_and_stays_on_the_page(world, sign_in, at, amount, status):
    at(APRIL)
    built(world)
    line = lines(world)[2]

    answer = sign_in("case_officer").post(page_of(world, line), typed(line, amount))

    assert answer.status_code == status
    assert WHY in answer.content.decode()
    assert GrantLine.objects.get(pk=line.pk).amount_nok == 400_000


def test_reason_and_ground_are_asked_for_at_their_fields(world, sign_in, at):
    at(APRIL)
    built(world)
    line = lines(world)[2]
    client = sign_in("case_officer")

    empty = client.post(page_of(world, line), {"mark": mark_of([line]), f"amount_{line.pk}": "1"})
    assert set(empty.context["form"].errors) == {f"deviation_{line.pk}", f"ground_{line.pk}"}
    other = client.post(page_of(world, line), typed(line, "1", **{f"ground_{line.pk}": "other"}))
    assert set(other.context["form"].errors) == {f"words_{line.pk}"}


def test_a_stale_page_keeps_what_was_typed_and_saves_when_sent_again(world, sign_in, at):
    at(APRIL)
    built(world)
    line = lines(world)[2]
    stale = typed(line, "370 000")
    change(world, line, 380_000)
    client = sign_in("case_officer")

    answer = client.post(page_of(world, line), stale)
    assert answer.status_code == 409
    assert "370 000" in answer.content.decode()

    again = client.post(page_of(world, line), {**stale, "mark": answer.context["mark"]})
    assert again.status_code == 302
    assert GrantLine.objects.get(pk=line.pk).amount_nok == 370_000


def test_all_lines_of_a_recipient_are_saved_together(world, sign_in, at):
    at(APRIL)
    built(world)
    rows = lines(world)
    data = {"mark": mark_of(rows)}
    for line in rows:
        data |= {f"amount_{line.pk}": line.amount_nok, f"ground_{line.pk}": line.ground}
    data |= {f"amount_{rows[0].pk}": "90 000", f"deviation_{rows[0].pk}": WHY}

    answer = sign_in("case_officer").post(url("decision_lines", world, grant=rows[0].grant_id), data)

    assert answer.status_code == 302
    assert grant_of(world.network).amount_nok == 662_500


def test_the_page_shows_asked_recommended_decided_and_only_what_differs_when_asked(world, sign_in, at):
    at(APRIL)
    built(world)
    change(world, lines(world)[2], 380_000)
    client = sign_in("case_officer")

    whole = client.get(url("decision_detail", world))
    few = client.get(url("decision_detail", world), {"vis": "avvik"})

    assert [len(row.lines) for row in whole.context["rows"]] == [4, 3]
    assert [row.deviating for row in few.context["rows"]] == [1]
    text = few.content.decode()
    assert "Lek &amp; læring" in text
    assert "Leder eller koordinator" not in text
    assert [item["value"] for item in whole.context["kpis"]][3].replace("\xa0", " ") == "20 000 kr"


def test_grants_are_made_again_only_after_what_is_lost_is_read(world, sign_in, at):
    at(APRIL)
    built(world)
    change(world, lines(world)[2], 380_000)
    client = sign_in("case_officer")

    page = client.get(url("decision_build", world))
    assert page.content.decode().count("380") >= 1
    blind = client.post(url("decision_build", world))
    assert blind.status_code == 409
    assert grant_of(world.network).amount_nok == 652_500
    assert client.post(url("decision_build", world), {"lost": len(page.context["lost"])}).status_code == 302
    assert grant_of(world.network).amount_nok == 672_500


def test_the_reasons_page_offers_the_proposal_where_the_text_is_another(world, sign_in, at):
    at(APRIL)
    built(world)
    client = sign_in("case_officer")
    assert client.get(url("decision_edit", world)).context["proposal"] == ""
    Decision.objects.update(reasons="Egne ord")

    assert client.get(url("decision_edit", world)).context["proposal"]


def test_a_recused_officer_is_told_so_and_sent_back(world, sign_in, at):
    at(APRIL)
    built(world)
    declare_recusal(
        round=world.fresh_round(),
        who=world.person("case_officer"),
        reason="Svoger",
        by=world.person("approver"),
        now=APRIL,
    )
    client = sign_in("case_officer")

    answer = client.get(url("decision_prepare", world), follow=True)

    assert answer.redirect_chain
    assert client.post(url("decision_prepare", world)).status_code == 409
    detail = client.get(url("decision_detail", world))
    assert detail.context["is_recused"]
    assert not detail.context["may_save"]
    assert world.people["case_officer"].name in str(detail.context["history"])
    assert Decision.objects.get().state == "draft"


def test_impartiality_is_recorded_and_ended_in_the_browser(world, sign_in, at):
    at(APRIL)
    prepared(world)
    officer, approver = sign_in("case_officer"), sign_in("approver")
    who = world.people["approver"]
    data = {"who": who.pk, "about": f"network-{world.network.pk}", "reason": "Svoger er styrer."}

    assert approver.post(url("recusal_declare", world), data).status_code == 302
    again = approver.post(url("recusal_declare", world), data)
    assert again.status_code == 409
    assert "Svoger er styrer." in again.content.decode()
    assert approver.post(url("decision_approve", world)).status_code == 409
    recusal = Recusal.objects.get()
    assert approver.post(url("recusal_end", world, recusal=recusal.pk)).status_code == 404
    assert officer.post(url("recusal_end", world, recusal=recusal.pk)).status_code == 302
    assert approver.post(url("decision_approve", world)).status_code == 302
    assert Decision.objects.get().state == "approved"
    assert OutboxMail.objects.filter(kind="grants/decision_approved").exists()


@pytest.mark.parametrize("data", [{}, {"who": "999999"}, {"about": "network-0"}])
def test_impartiality_without_a_person_a_body_or_a_reason_is_refused(world, sign_in, at, data):
    at(APRIL)
    answer = sign_in("approver").post(url("recusal_declare", world), data)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Recusal.objects.exists()
