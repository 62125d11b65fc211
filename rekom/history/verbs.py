"""What can happen to each kind of thing: the question, what follows from it, its form, and the service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from networks.models import County, Kindergarten, Municipality, Organisation, OrganisationKind
from networks.queries.history import (
    kindergarten_of,
    municipality_of,
    open_in,
    organisation_of,
    others_like,
)
from networks.services import history
from rekom.history.forms import ChangeForm, IntoForm, MoveForm, OpenForm, RenameForm, SplitForm

Finder = Callable[[County, int], Any]


@dataclass(frozen=True)
class Verb:
    """One thing that can happen: what the page asks, what it says follows, and what is done with the form."""

    title: Any
    follows: Any
    form: type[ChangeForm]
    needs: Callable[[Any, date], dict[str, Any]]
    serve: Callable[..., Any]


def _nothing(thing: Any, on: date) -> dict[str, Any]:
    return {}


def _rename(thing: Any, form: Any, **who: Any) -> None:
    history.rename(of=thing, name=form.cleaned_data["name"], told=form.told(), **who)


def _merge(thing: Any, form: Any, **who: Any) -> None:
    history.merge(of=thing, into=form.target(), told=form.told(), **who)


def _split(thing: Any, form: Any, **who: Any) -> None:
    parts = form.cleaned_data["kindergartens"]
    history.split(of=thing, into=form.target(), kindergartens=parts, told=form.told(), **who)


def _move(thing: Any, form: Any, **who: Any) -> None:
    place = form.cleaned_data["municipality"]
    history.move_kindergarten(kindergarten=thing, municipality=place, told=form.told(), **who)


def _new_owner(thing: Any, form: Any, **who: Any) -> None:
    history.give_new_owner(kindergarten=thing, owner=form.target(), told=form.told(), **who)


def _close(thing: Any, form: Any, **who: Any) -> None:
    history.close_kindergarten(kindergarten=thing, told=form.told(), **who)


def _reopen(thing: Any, form: Any, **who: Any) -> None:
    history.open_kindergarten(kindergarten=thing, told=form.told(), **who)


def _open_new(thing: Any, form: Any, **who: Any) -> None:
    new = Kindergarten(
        name=form.cleaned_data["name"],
        org_number=form.cleaned_data["number"],
        municipality=form.cleaned_data["municipality"],
        owner=thing,
        written_form=thing.written_form,
    )
    history.open_kindergarten(kindergarten=new, told=form.told(), **who)


def _new_town(name: str, number: str) -> Municipality:
    return Municipality(name_nb=name, number=number)


def _new_body(kind: str) -> Callable[[str, str], Organisation]:
    return lambda name, number: Organisation(name=name, org_number=number or None, kind=kind)


def _targets(thing: Any, on: date) -> dict[str, Any]:
    makes = _new_town if isinstance(thing, Municipality) else _new_body(thing.kind)
    return {"offered": others_like(thing, on), "makes": makes}


def _parts(thing: Any, on: date) -> dict[str, Any]:
    return _targets(thing, on) | {"kindergartens": open_in(thing, on)}


def _owners(thing: Any, on: date) -> dict[str, Any]:
    return {
        "offered": others_like(thing.owner, on),
        "makes": _new_body(OrganisationKind.PRIVATE_OWNER),
    }


def _places(thing: Any, on: date) -> dict[str, Any]:
    return {"offered": others_like(thing.municipality, on)}


def _all_places(thing: Any, on: date) -> dict[str, Any]:
    return {"offered": others_like(Municipality(pk=0, county=thing.county), on)}


def _short(thing: Any, on: date) -> dict[str, Any]:
    return {"longest": 80}


RENAME = Verb(
    _("New name"),
    _("Pages show both names. What is sent, decided and issued already keeps the old one."),
    RenameForm,
    _nothing,
    _rename,
)
NEW_OWNER = Verb(
    _("New owner"),
    _(
        "A needs report that the owner before has sent stands, and stays theirs to read. The new owner reads the "
        "needs of the kindergarten, and reports only what is not reported. Payouts that are not made go to the new "
        "owner. The head keeps the role."
    ),
    IntoForm,
    _owners,
    _new_owner,
)
MERGE_BODIES = Verb(
    _("Merge into another organisation"),
    _(
        "The kindergartens get the other as their owner. Partnerships go on with it, and so does the money of "
        "networks. Contacts keep their role here, so that what is open can be finished, and get the same role "
        "there; a university that has a coordinator keeps its own."
    ),
    IntoForm,
    _targets,
    _merge,
)
SPLIT_BODIES = Verb(
    _("Split: a part goes to another organisation"),
    _(
        "The kindergartens that you choose get the other as their owner. People and partnerships stay where they are."
    ),
    SplitForm,
    _parts,
    _split,
)
OPEN_NEW = Verb(
    _("Register a new kindergarten"),
    _("It belongs to the network of its municipality from that day. Invite its head afterwards."),
    OpenForm,
    _all_places,
    _open_new,
)
MOVE = Verb(
    _("Move to another municipality"),
    _(
        "The kindergarten belongs to the network of the other municipality, also in rounds that are under way."
    ),
    MoveForm,
    _places,
    _move,
)
CLOSE = Verb(
    _("Close the kindergarten"),
    _(
        "It owes nothing from that day. Figures, needs and grants stay. Roles are ended in the list of people."
    ),
    ChangeForm,
    _nothing,
    _close,
)
REOPEN = Verb(
    _("Open the kindergarten again"),
    _("It stands in the lists again from that day, with the owner it had."),
    ChangeForm,
    _nothing,
    _reopen,
)
MERGE_TOWNS = Verb(
    _("Merge into another municipality"),
    _(
        "Kindergartens, organisations, partnerships and those who speak for the municipality follow. A new "
        "municipality comes into the same network. Sums per year stay the same."
    ),
    IntoForm,
    _targets,
    _merge,
)
SPLIT_TOWNS = Verb(
    _("Split: a part goes to another municipality"),
    _("The kindergartens that you choose move. The rest stays; merge it afterwards if nothing is left."),
    SplitForm,
    _parts,
    _split,
)
RENAME_TOWN = Verb(RENAME.title, RENAME.follows, RenameForm, _short, _rename)

THINGS: dict[str, tuple[Finder, str, dict[str, Verb]]] = {
    "virksomhet": (
        organisation_of,
        "networks:organisation_detail",
        {"nytt-navn": RENAME, "sla-sammen": MERGE_BODIES, "del-opp": SPLIT_BODIES, "ny-barnehage": OPEN_NEW},
    ),
    "barnehage": (
        kindergarten_of,
        "networks:kindergarten_detail",
        {"nytt-navn": RENAME, "ny-eier": NEW_OWNER, "flytt": MOVE, "legg-ned": CLOSE, "apne": REOPEN},
    ),
    "kommune": (
        municipality_of,
        "networks:municipality_detail",
        {"nytt-navn": RENAME_TOWN, "sla-sammen": MERGE_TOWNS, "del-opp": SPLIT_TOWNS},
    ),
}
"""How addresses name the things and what can happen to them; how each is found, and the page about it."""
