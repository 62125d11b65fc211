"""The lists say what the rows are."""

from networks.models import Organisation, OrganisationKind
from networks.tables import KindergartenTable


class _Row:
    def __init__(self, kind: OrganisationKind) -> None:
        self.owner = Organisation(kind=kind)


def test_a_municipal_owner_is_called_municipal():
    table = KindergartenTable([])
    kinds = [
        table.render_kind(_Row(kind)) for kind in OrganisationKind if kind != OrganisationKind.MUNICIPALITY
    ]
    assert table.render_kind(_Row(OrganisationKind.MUNICIPALITY)) == "Kommunal"
    assert set(kinds) == {"Privat"}
