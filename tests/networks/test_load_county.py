"""The data set of Trøndelag: loaded whole, twice without a change, and kept in step with its files."""

import pytest
from django.core.management import CommandError, call_command

from needs.models import StudyType, Theme
from networks import queries
from networks.models import (
    County,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    MunicipalityChange,
    Network,
    NetworkMunicipality,
    Organisation,
    Partnership,
)
from networks.services import DataSetError, county, load_county

MODELS = (
    County,
    Municipality,
    MunicipalityChange,
    Organisation,
    Network,
    NetworkMunicipality,
    Partnership,
    Kindergarten,
    KindergartenFigures,
    Theme,
    StudyType,
)


def everything() -> list[list[tuple]]:
    return [list(model.objects.order_by("pk").values_list()) for model in MODELS]


def test_the_command_loads_the_whole_county(db):
    call_command("load_county", "trondelag", verbosity=0)

    county = County.objects.get()
    assert (county.number, county.name, county.office_name) == (
        "50",
        "Trøndelag",
        "Statsforvalteren i Trøndelag",
    )
    assert (county.email, county.phone, county.office_org_number) == ("", "", "")
    assert Municipality.objects.filter(valid_to=None).count() == 38
    assert Theme.objects.count() == 7
    assert StudyType.objects.count() == 10


def test_loading_twice_changes_nothing(db):
    call_command("load_county", "trondelag", verbosity=0)
    before = everything()

    call_command("load_county", "trondelag", verbosity=0)

    assert everything() == before


def test_what_the_governor_has_entered_stays(db):
    load_county("trondelag")
    Organisation.objects.filter(name="Orkland kommune").update(
        account_number="12345678911", email="a@example.no"
    )

    load_county("trondelag")

    orkland = Organisation.objects.get(name="Orkland kommune")
    assert (orkland.account_number, orkland.email) == ("12345678911", "a@example.no")


def test_a_row_changed_in_the_file_is_changed_in_the_database(db):
    load_county("trondelag")
    Municipality.objects.filter(number="5041").update(name_sma="")

    load_county("trondelag")

    assert Municipality.objects.get(number="5041").name_sma == "Snåase"


def test_only_networks_known_as_fact_are_loaded(db):
    load_county("trondelag")
    assert list(Network.objects.values_list("name", "leader_amount_nok")) == [
        ("Fosen", None),
        ("Gauldalsregionen", None),
        ("Trondheim/Malvik", 400_000),
        ("Trøndelag sørvest", None),
    ]
    assert not NetworkMunicipality.objects.filter(municipality__name_nb="Osen").exists()


def test_trøndelag_sørvest_has_both_universities_each_in_its_municipalities(db):
    load_county("trondelag")
    found = Partnership.objects.filter(network__name="Trøndelag sørvest").values_list(
        "university__name", "municipality__name_nb"
    )
    assert {(name.split()[0], place) for name, place in found} == {
        ("Dronning", "Heim"),
        ("Dronning", "Hitra"),
        ("Dronning", "Rindal"),
        ("Dronning", "Skaun"),
        ("Nord", "Frøya"),
        ("Nord", "Orkland"),
    }


def test_midtre_gauldal_has_seven_kindergartens_with_335_children(db):
    load_county("trondelag")
    rows = Kindergarten.objects.filter(municipality__number="5027")
    figures = {k.name: k.figures.get() for k in rows.prefetch_related("figures")}
    assert sum(f.children for f in figures.values()) == 335
    assert {f.year for f in figures.values()} == {2020}
    assert figures["Hauka villmarksbarnehage"].departments is None
    assert figures["Liøya barnehage"].departments == 5
    private = {k.name for k in rows.filter(owner__kind="private_owner")}
    assert private == {"Hauka villmarksbarnehage", "Liøya barnehage"}


def test_snillfjord_was_split_three_ways(db):
    load_county("trondelag")
    after = MunicipalityChange.objects.filter(before__name_nb="Snillfjord").values_list(
        "after__name_nb", flat=True
    )
    assert sorted(after) == ["Heim", "Hitra", "Orkland"]


def test_an_unknown_data_set_is_named(db):
    with pytest.raises(DataSetError, match="no data set called atlantis"):
        load_county("atlantis")


def test_a_row_that_names_nothing_stops_the_load_and_names_its_line(db, tmp_path, monkeypatch):
    (tmp_path / "trial").mkdir()
    for path in (county.FOLDER / "trondelag").glob("*.csv"):
        (tmp_path / "trial" / path.name).write_text(path.read_text("utf-8"), "utf-8")
    with (tmp_path / "trial" / "memberships.csv").open("a", encoding="utf-8") as file:
        file.write("Fosen,9999,2020-01-01\n")
    monkeypatch.setattr(county, "FOLDER", tmp_path)

    with pytest.raises(DataSetError, match=r"trial/memberships.csv:19: .*matching query"):
        load_county("trial")

    assert not queries.rounds().exists()
    assert not County.objects.exists()


def test_the_command_refuses_an_unknown_name(db):
    with pytest.raises(CommandError, match="atlantis"):
        call_command("load_county", "atlantis")
