"""The page that saves while it is written, as it answers in an assessment."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.drafts import Shown
from needs.models import Assessment, AssessmentItem
from needs.queries.assessment import texts_by_theme
from needs.queries.drafts import assessment_values
from tests.needs.stage import draft_assessment, shared_assessment, themes
from tests.world import AUTUMN, World


@pytest.fixture
def autumn(world: World, at) -> World:
    """November, with a draft that somebody has written."""
    at(AUTUMN)
    themes(world)
    return world


def address(world: World) -> str:
    return reverse("needs:assessment_edit", kwargs={"kindergarten": world.kindergarten.pk, "year": 2027})


def shown_in(text: str) -> str:
    """What the page says that it shows."""
    found = re.search(r'name="shown" id="shown" value="([^"]*)"', text)
    assert found
    return found.group(1).replace("&quot;", '"')


def opened(world: World, client: Client) -> str:
    return shown_in(client.get(address(world)).text)


def save(world: World, client: Client, *, shown: str = "", do: str = "autosave", **typed: Any) -> Any:
    return client.post(address(world), {"shown": shown, "do": do, **typed})


def text() -> str:
    return Assessment.objects.get().staff_involvement


def test_the_page_can_be_saved_without_script_and_by_htmx(autumn, sign_in) -> None:
    page = sign_in("head").get(address(autumn)).text
    assert f'hx-post="{address(autumn)}"' in page
    assert 'hx-trigger="autosave"' in page
    assert f'data-person="{autumn.people["head"].pk}"' in page
    assert page.index('class="visually-hidden" type="submit"') < page.index('id="conflicts"')


def test_an_autosave_answers_shortly_and_says_that_it_is_ours(autumn, sign_in) -> None:
    client = sign_in("head")
    answer = save(autumn, client, shown=opened(autumn, client), staff_involvement="Alle")
    assert (answer.status_code, answer["Rekom-Draft"], answer["Rekom-Open-Fields"]) == (200, "saved", "")
    assert "<html" not in answer.text
    assert re.search(r"\b1[12]\.\d\d\b", answer.text)
    assert text() == "Alle"


def test_the_next_save_builds_on_what_the_answer_shows(autumn, sign_in) -> None:
    client = sign_in("head")
    first = save(autumn, client, shown=opened(autumn, client), staff_involvement="Alle")
    again = save(autumn, client, shown=shown_in(first.text), staff_involvement="Alle og enhver")
    assert again["Rekom-Draft"] == "saved"
    assert text() == "Alle og enhver"


def test_the_same_save_twice_is_no_conflict(autumn, sign_in) -> None:
    client = sign_in("head")
    shown = opened(autumn, client)
    for _n in range(2):
        assert save(autumn, client, shown=shown, staff_involvement="Alle")["Rekom-Draft"] == "saved"
    assert Assessment.objects.get().version == 1


def test_a_field_with_a_fault_is_named_and_the_others_are_saved(autumn, sign_in) -> None:
    client = sign_in("head")
    answer = save(
        autumn, client, shown=opened(autumn, client), staff_involvement="Alle", involved_when="x" * 201
    )
    assert (answer["Rekom-Draft"], answer["Rekom-Open-Fields"]) == ("saved", "involved_when")
    assert 'href="#id_involved_when"' in answer.text
    assert (text(), Assessment.objects.get().involved_when) == ("Alle", "")


def test_two_windows_of_one_person_get_both_texts(autumn, sign_in) -> None:
    client = sign_in("head")
    shown = opened(autumn, client)
    save(autumn, client, shown=shown, staff_involvement="Første vindu", involved_when="I mai")
    answer = save(autumn, client, shown=shown, staff_involvement="Andre vindu", involved_when="")
    assert (answer["Rekom-Draft"], answer["Rekom-Open-Fields"]) == ("conflict", "staff_involvement")
    assert "Første vindu" in answer.text
    assert "Andre vindu" in answer.text
    assert (text(), Assessment.objects.get().involved_when) == ("Første vindu", "I mai")


def test_an_untouched_field_is_never_put_back_to_its_old_text(autumn, sign_in) -> None:
    client = sign_in("head")
    shown = opened(autumn, client)
    save(autumn, sign_in("owner"), shown=shown, involved_when="Eieren skrev")
    first = save(autumn, client, shown=shown, staff_involvement="Alle", involved_when="")
    again = save(autumn, client, shown=shown_in(first.text), staff_involvement="Alle her", involved_when="")
    assert again["Rekom-Draft"] == "saved"
    assert Assessment.objects.get().involved_when == "Eieren skrev"


def test_ticks_are_merged_as_one_field_and_read_as_words(autumn, sign_in) -> None:
    client = sign_in("head")
    shown = opened(autumn, client)
    save(autumn, sign_in("owner"), shown=shown, staff_groups=["teachers", "heads"])
    same = save(autumn, client, shown=shown, staff_groups=["heads", "teachers"])
    assert same["Rekom-Draft"] == "saved"
    other = save(autumn, client, shown=shown, staff_groups=["union"])
    assert other["Rekom-Open-Fields"] == "staff_groups"
    assert "Tillitsvalgte" in other.text


def conflict(world: World, client: Client, **typed: Any) -> tuple[str, str, Any]:
    """Two have written on who took part. Gives what the page shows, the choice, and the page."""
    shown = Shown.of({"staff_involvement": "", "involved_when": ""}, 0).text
    draft_assessment(world, typed={"staff_involvement": "Deres", "involved_when": "I mai"})
    page = save(world, client, shown=shown, do="save", staff_involvement="Min", **typed)
    choice = re.search(r'name="keep" value="(staff_involvement:[0-9a-f]+)"', page.text)
    assert choice
    return shown_in(page.text), choice.group(1), page


def test_without_script_the_page_asks_which_text_shall_stand(autumn, sign_in) -> None:
    _shown, _choice, page = conflict(autumn, sign_in("head"))
    assert page.status_code == 409
    assert "Deres" in page.text
    assert ">Min</textarea>" in page.text.replace("\n", "")
    assert "data-unsaved" in page.text


def test_keep_mine_stores_mine_and_stays_on_the_page(autumn, sign_in) -> None:
    client = sign_in("head")
    shown, choice, _page = conflict(autumn, client)
    answer = client.post(address(autumn), {"shown": shown, "keep": choice, "staff_involvement": "Min"})
    assert (answer.status_code, answer["Location"]) == (302, address(autumn))
    assert text() == "Min"


def test_keep_mine_asks_again_when_they_have_written_on(autumn, sign_in) -> None:
    client = sign_in("head")
    shown, choice, _page = conflict(autumn, client)
    draft_assessment(autumn, typed={"staff_involvement": "Deres igjen"})
    answer = client.post(address(autumn), {"shown": shown, "keep": choice, "staff_involvement": "Min"})
    assert answer.status_code == 409
    assert "Deres igjen" in answer.text
    assert text() == "Deres igjen"


def test_use_theirs_keeps_theirs_and_saves_the_rest(autumn, sign_in) -> None:
    client = sign_in("head")
    shown, choice, _page = conflict(autumn, client)
    theme = f"theme_{themes(autumn)[0].pk}"
    typed = {"shown": shown, "take": choice, "staff_involvement": "Min", theme: "Språk"}
    answer = client.post(address(autumn), typed)
    assert answer.status_code == 302
    assert (text(), AssessmentItem.objects.get().text) == ("Deres", "Språk")


def test_use_theirs_beside_another_conflict_shows_theirs_and_asks_on(autumn, sign_in) -> None:
    client = sign_in("head")
    shown, choice, _page = conflict(autumn, client, involved_when="I juni")
    typed = {"shown": shown, "take": choice, "staff_involvement": "Min", "involved_when": "I juni"}
    answer = client.post(address(autumn), typed)
    assert answer.status_code == 409
    assert 'name="keep" value="involved_when:' in answer.text
    assert 'value="staff_involvement:' not in answer.text
    assert ">Deres</textarea>" in answer.text.replace("\n", "")
    after = {"shown": shown_in(answer.text), "do": "save", "staff_involvement": "Deres, og mer"}
    assert client.post(address(autumn), {**after, "involved_when": "I mai"}).status_code == 302
    assert text() == "Deres, og mer"


def test_use_theirs_beside_a_fault_shows_theirs_and_the_fault(autumn, sign_in) -> None:
    client = sign_in("head")
    shown, choice, _page = conflict(autumn, client)
    typed = {"shown": shown, "take": choice, "staff_involvement": "Min", "involved_when": "x" * 201}
    answer = client.post(address(autumn), typed)
    assert answer.status_code == 200
    assert ">Deres</textarea>" in answer.text.replace("\n", "")
    assert 'href="#id_involved_when"' in answer.text
    assert text() == "Deres"


def test_a_button_beside_a_fault_saves_the_rest_and_shows_the_fault(autumn, sign_in) -> None:
    client = sign_in("head")
    answer = save(
        autumn,
        client,
        shown=opened(autumn, client),
        do="save",
        staff_involvement="Alle",
        involved_when="x" * 201,
    )
    assert answer.status_code == 200
    assert 'href="#id_involved_when"' in answer.text
    assert text() == "Alle"


@pytest.mark.parametrize("choice", ["", "staff_involvement", "unknown:abc", "version:1", ":", "a" * 500])
@pytest.mark.parametrize("button", ["keep", "take"])
def test_an_odd_choice_does_no_harm(autumn, sign_in, button: str, choice: str) -> None:
    draft_assessment(autumn)
    answer = sign_in("head").post(address(autumn), {button: choice, "staff_involvement": "Min"})
    assert answer.status_code == 409
    assert text() == "Alle var med på planleggingsdagen."


@pytest.mark.parametrize("shown", ["", "tull", "{}", "[1]", '{"fields": {"staff_involvement": 3}}'])
def test_an_odd_shown_writes_over_nothing(autumn, sign_in, shown: str) -> None:
    draft_assessment(autumn)
    answer = save(autumn, sign_in("head"), shown=shown, staff_involvement="Min")
    assert answer["Rekom-Draft"] == "conflict"
    assert text() == "Alle var med på planleggingsdagen."


def test_a_quiet_save_that_is_not_possible_now_says_why(autumn, sign_in) -> None:
    shared_assessment(autumn)
    answer = save(autumn, sign_in("head"), staff_involvement="Sent")
    assert (answer.status_code, answer["Rekom-Draft"]) == (409, "refused")
    assert "<html" not in answer.text
    assert text() != "Sent"


def test_a_quiet_save_of_somebody_who_is_signed_out_is_401_and_no_sign_in_page(autumn) -> None:
    answer = save(autumn, Client(), staff_involvement="Min")
    assert answer.status_code == 401
    assert "Rekom-Draft" not in answer
    assert answer.content == b""


def test_a_quiet_save_with_an_old_token_is_403_and_not_ours(autumn) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(autumn.person("head"), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = save(autumn, client, staff_involvement="Min")
    assert answer.status_code == 403
    assert "Rekom-Draft" not in answer


def test_a_quiet_save_of_a_stranger_is_404_and_not_ours(autumn, sign_in) -> None:
    answer = save(autumn, sign_in("uh"), staff_involvement="Min")
    assert answer.status_code == 404
    assert "Rekom-Draft" not in answer


def test_an_autosave_asks_few_questions(autumn, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in("head")
    shown = opened(autumn, client)
    with django_assert_max_num_queries(20):
        save(autumn, client, shown=shown, staff_involvement="Alle")


def test_signing_out_forgets_what_the_browser_keeps(autumn, sign_in) -> None:
    page = sign_in("head").get("/")
    assert "data-forget" in page.text


def test_the_first_sight_says_when_it_was_last_saved(autumn, sign_in) -> None:
    draft_assessment(autumn)
    page = sign_in("head").get(address(autumn)).text
    assert re.search(r'id="saved" role="status">[^<]*20\. nov', page)


def test_what_is_shown_are_all_fields_of_the_form(autumn, sign_in) -> None:
    stands = draft_assessment(autumn)
    shown = Shown.read(opened(autumn, sign_in("head")))
    assert shown == Shown.of(assessment_values(stands, texts_by_theme(stands)), stands.version)
