"""The words of the letters: chosen by a case officer, never without what is obligatory, every version kept."""

import pytest
from django.urls import reverse

from common.kept import versions_of
from common.refusals import NotAllowed, NotNow
from grants.letter_wording import CLAUSES, scheme_words
from grants.models import GrantLetter, LetterTemplate
from grants.queries.letter_template import wording_of
from grants.rules.letter_template import check_may_see_letter_templates
from grants.services.letter import issue_letters
from grants.services.letter_template import TypedClause, save_letter_template
from networks.schemes import REKOM_2021
from tests.grants.stage import approved, grant_of
from tests.world import APRIL

OWN = TypedClause("Samling", "Alle møtes i {år}.")


def typed(language: str = "nb") -> list[TypedClause]:
    return [TypedClause(one.title, one.text, one.key) for one in scheme_words(REKOM_2021, language).clauses]


def save(world, clauses, *, lead="", version=0, role="case_officer", kind="network", language="nb"):
    return save_letter_template(
        round=world.fresh_round(),
        kind=kind,
        language=language,
        lead=lead,
        clauses=clauses,
        version=version,
        by=world.person(role),
        now=APRIL,
    )


def test_the_first_save_keeps_the_scheme_s_words_too(world):
    template = save(world, [*typed(), OWN], lead="Kjære {navn}.")

    assert [(one.number, one.verb) for one in versions_of(template)] == [(1, "begin"), (2, "save")]
    assert template.version == 2
    assert [row.order for row in template.clauses.all()] == [1, 2, 3, 4, 5, 6]
    words = wording_of(world.fresh_round()).words_at("network", "nb")
    assert (words.lead, words.version, words.clauses[-1].text) == ("Kjære {navn}.", 2, "Alle møtes i {år}.")


def test_the_other_letters_keep_the_scheme_s_words(world):
    save(world, [*typed(), OWN])

    wording = wording_of(world.fresh_round())

    for kind, language in (("network", "nn"), ("university", "nb"), ("university", "nn")):
        assert wording.words_at(kind, language) == scheme_words(REKOM_2021, language)


def test_clauses_are_moved_changed_and_removed(world):
    template = save(world, [*typed(), OWN])
    own = template.clauses.get(key="")
    first, *rest = typed()
    changed = TypedClause(first.title, "Nye vilkår.", first.key)

    save(world, [*rest, changed], version=2)

    assert not template.clauses.filter(pk=own.pk).exists()
    words = wording_of(world.fresh_round()).words_at("network", "nb")
    assert [clause.key for clause in words.clauses] == [*(one.key for one in rest), first.key]
    assert words.clauses[-1].text == "Nye vilkår."
    assert words.version == 3


def test_an_own_clause_keeps_its_name_from_version_to_version(world):
    template = save(world, [*typed(), OWN])
    own = template.clauses.get(key="")

    save(world, [*typed(), TypedClause("Samling", "Ny tekst.", pk=own.pk)], version=2)

    names = {one.content["sections"][-1]["key"] for one in versions_of(template) if one.verb == "save"}
    assert names == {f"clause:own-{own.pk}"}


@pytest.mark.parametrize("key", CLAUSES)
def test_no_template_without_an_obligatory_clause(world, key):
    with pytest.raises(NotNow):
        save(world, [one for one in typed() if one.key != key])
    assert not LetterTemplate.objects.exists()


def test_an_obligatory_clause_cannot_be_left_out_or_emptied(world):
    clauses = typed()
    left_out = [TypedClause(one.title, one.text, one.key, is_included=False) for one in clauses]
    template = save(world, left_out)
    assert set(template.clauses.values_list("is_included", flat=True)) == {True}
    with pytest.raises(NotNow):
        save(world, [TypedClause(clauses[0].title, " ", clauses[0].key), *clauses[1:]], version=2)


def test_an_unknown_word_in_brackets_is_refused_and_named(world):
    with pytest.raises(NotNow, match=r"\{navnet\}"):
        save(world, [*typed(), TypedClause("Hei", "{navnet} og {navn}")])
    assert not LetterTemplate.objects.exists()


def test_two_who_save_at_once_are_told(world):
    save(world, typed())
    with pytest.raises(NotNow):
        save(world, [*typed(), OWN], version=0)
    with pytest.raises(NotNow):
        save(world, [*typed(), OWN], version=1)
    assert LetterTemplate.objects.get().version == 2


@pytest.mark.parametrize("role", ["approver", "leader", "uh", "forum", "foreign_officer"])
def test_only_a_case_officer_of_the_county_saves(world, role):
    with pytest.raises(NotAllowed):
        save(world, typed(), role=role)


def test_the_staff_see_the_templates_and_others_do_not(world):
    check_may_see_letter_templates(world.person("approver"), world.county, now=APRIL)
    with pytest.raises(NotAllowed):
        check_may_see_letter_templates(world.person("leader"), world.county, now=APRIL)


def test_a_letter_says_what_the_template_says_and_which_version(world):
    save(world, [*typed(), OWN])
    issue_letters(decision=approved(world), by=world.person("case_officer"), now=APRIL)

    snapshot = GrantLetter.objects.get(grant=grant_of(world.network)).snapshot

    assert snapshot["template"] == {"kind": "network", "version": 2}
    assert {"title": "Samling", "paragraphs": ["Alle møtes i 2027."]} in snapshot["sections"]
    other = GrantLetter.objects.get(grant=grant_of(world.university)).snapshot
    assert other["template"]["version"] == 0


def page(client, **place):
    return client.get(
        reverse(
            "grants:letter_template_edit", kwargs={"year": 2027, "kind": "nettverk", "form": "nb", **place}
        )
    )


def sent(answer) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    rows = answer.context["formset"]
    data = {"version": answer.context["version"], "lead": answer.context["form"]["lead"].value() or ""}
    data |= {rows.management_form.add_prefix(k): v for k, v in rows.management_form.initial.items()}
    for form in rows.forms:
        for bound in form:
            value = bound.value()
            if value not in (None, "", False):
                data[bound.html_name] = "on" if value is True else value
    return data


def post(client, data):
    return client.post(reverse("grants:letter_template_edit", args=[2027, "nettverk", "nb"]), data)


def test_the_form_saves_what_is_typed_and_moved(world, sign_in, at):
    at(APRIL)
    client = sign_in("case_officer")
    data = sent(page(client))
    data |= {"c-5-title": "Samling", "c-5-text": "Alle møtes.", "c-5-place": "1", "lead": "Kjære {navn}."}

    assert post(client, data).status_code == 302

    words = wording_of(world.fresh_round()).words_at("network", "nb")
    assert words.lead == "Kjære {navn}."
    assert [clause.title for clause in words.clauses][0] == "Samling"
    assert "Kjære {navn}." in page(client).content.decode()


def test_a_clause_moved_down_goes_past_the_one_whose_place_it_takes(world, sign_in, at):
    at(APRIL)
    client = sign_in("case_officer")

    assert post(client, sent(page(client)) | {"c-0-place": "3"}).status_code == 302

    words = wording_of(world.fresh_round()).words_at("network", "nb")
    assert [clause.key for clause in words.clauses] == [
        "reporting",
        "control",
        "conditions",
        "sanctions",
        "complaint",
    ]


def test_the_form_names_an_unknown_word_and_keeps_what_was_typed(world, sign_in, at):
    at(APRIL)
    client = sign_in("case_officer")

    answer = post(client, sent(page(client)) | {"c-0-text": "Innen {frist}."})

    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("{frist}") >= 2
    assert not LetterTemplate.objects.exists()


def test_the_form_refuses_to_empty_an_obligatory_clause(world, sign_in, at):
    at(APRIL)
    client = sign_in("case_officer")
    assert post(client, sent(page(client)) | {"c-0-text": ""}).status_code == 200
    assert not LetterTemplate.objects.exists()


def test_the_pages_show_what_is_changed_and_how(world, sign_in, at):
    at(APRIL)
    first, *rest = typed()
    save(world, [TypedClause(first.title, "Nye vilkår.", first.key), *rest, OWN])
    client = sign_in("approver")

    answer = client.get(reverse("grants:letter_template_list", args=[2027]))
    assert answer.status_code == 200
    rows = {(row["kind"], row["form"].value): row["changed"] for row in answer.context["rows"]}
    assert sorted(map(tuple, rows.values())) == [(), (), (), (first.title, "Samling")]
    versions = reverse("grants:letter_template_versions", args=[2027, "nettverk", "nb"])
    assert "Nye vilkår." in client.get(f"{versions}?til=2&fra=0").content.decode()
    assert [one.title for one in client.get(versions).context["differences"]][-1].endswith("Samling")


def test_an_unknown_kind_or_form_is_not_found(world, sign_in, at):
    at(APRIL)
    client = sign_in("case_officer")
    assert page(client, kind="kommune").status_code == 404
    assert page(client, form="en").status_code == 404
