"""Who gets which answer from the pages of composition, gaps, messages and documents."""

from networks.models import Message, NetworkDocument
from networks.services.documents import DocumentInput, add_document
from networks.services.messages import send_message
from networks.states import DocumentAudience, DocumentKind, MessageGroup
from tests.access import MOVED, Row
from tests.networks.meetings_stage import upload
from tests.world import AUTUMN, World

STAFF = ("case_officer", "approver")
OFFICERS = ("case_officer", "foreign_officer")
FOREIGN_TOO = (*STAFF, "foreign_officer")
INSIDE = ("leader", "coordinator", "member", "uh")
LEADERS = ("leader", "coordinator")
AROUND = (*INSIDE, "owner", "head", *STAFF)
SAID = {"subject": "Samling i mars", "text": "Vi møtes på rådhuset."}


def of_network(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def governors(world: World) -> Message:
    """A message of the county governor to the leaders of all networks, with a file."""
    return send_message(
        county=world.county,
        groups=[MessageGroup.LEADERS],
        networks=[world.network, world.other_network],
        subject="Brev fra Statsforvalteren",
        text="Les dette, og send det videre.",
        uploads=[upload("Infoskriv.pdf")],
        by=world.person("case_officer"),
        now=AUTUMN,
    )


def networks_own(world: World) -> Message:
    """A message of the network's leader to its members."""
    return send_message(
        county=world.county,
        network=world.network,
        groups=[MessageGroup.MEMBERS],
        subject="Referat og veien videre",
        text="Takk for sist.",
        uploads=[upload("Presentasjon.pdf")],
        by=world.person("leader"),
        now=AUTUMN,
    )


def a_document(world: World, audience: DocumentAudience = DocumentAudience.MEMBERS) -> NetworkDocument:
    return add_document(
        network=world.network,
        typed=DocumentInput(kind=DocumentKind.PRESENTATION, audience=audience, title="Lek & læring"),
        upload=upload("Lek_2027.pdf"),
        by=world.person("leader"),
        now=AUTUMN,
    )


def one_message(world: World) -> dict[str, int]:
    return {"pk": networks_own(world).pk}


def one_file(world: World) -> dict[str, int]:
    message = networks_own(world)
    return {"message": message.pk, "pk": message.attachments.get().pk}


def to_pass_on(world: World) -> dict[str, int]:
    return {"network": world.network.pk, "pk": governors(world).pk}


def to_keep(world: World) -> dict[str, int]:
    return {"network": world.network.pk, "pk": networks_own(world).pk}


def one_document(world: World) -> dict[str, int]:
    return {"network": world.network.pk, "pk": a_document(world).pk}


def one_for_everybody(world: World) -> dict[str, int]:
    return {"network": world.network.pk, "pk": a_document(world, DocumentAudience.EVERYBODY).pk}


ROWS = [
    Row("networks:composition_detail", allowed=(*INSIDE, *STAFF), make=of_network),
    Row("networks:forum_composition", allowed=("forum", *STAFF)),
    Row("networks:gap_list", allowed=FOREIGN_TOO),
    Row("networks:gap_download", allowed=FOREIGN_TOO),
    Row("networks:message_list", allowed=(*INSIDE, *STAFF), make=of_network),
    Row("networks:county_message_list", allowed=FOREIGN_TOO),
    Row(
        "networks:message_inbox",
        allowed=(
            *AROUND,
            "forum",
            "other_head",
            "other_owner",
            "other_leader",
            "other_uh",
            "foreign_officer",
        ),
    ),
    Row("networks:message_create", allowed=LEADERS, make=of_network),
    Row(
        "networks:message_create",
        allowed=LEADERS,
        make=of_network,
        method="post",
        data={**SAID, "til": "medlemmer"},
        status=MOVED,
    ),
    Row("networks:county_message_create", allowed=OFFICERS),
    Row("networks:county_message_create", allowed=OFFICERS, method="post"),
    Row("networks:message_detail", allowed=(*INSIDE, *STAFF), make=one_message),
    Row("networks:message_attachment_download", allowed=(*INSIDE, *STAFF), make=one_file),
    Row("networks:message_pass_on", allowed=LEADERS, make=to_pass_on),
    Row(
        "networks:message_pass_on",
        allowed=LEADERS,
        make=to_pass_on,
        method="post",
        data={"til": "medlemmer", "greeting": "Les dette."},
        status=MOVED,
    ),
    Row(
        "networks:message_keep",
        allowed=(*INSIDE, "case_officer"),
        make=to_keep,
        method="post",
        status=MOVED,
    ),
    Row("networks:document_list", allowed=AROUND, make=of_network),
    Row("networks:document_create", allowed=(*INSIDE, "case_officer"), make=of_network),
    Row("networks:document_create", allowed=(*INSIDE, "case_officer"), make=of_network, method="post"),
    Row("networks:document_download", allowed=(*INSIDE, *STAFF), make=one_document),
    Row("networks:document_download", allowed=AROUND, make=one_for_everybody),
    Row("networks:document_remove", allowed=(*LEADERS, "case_officer"), make=one_document),
    Row(
        "networks:document_remove",
        allowed=(*LEADERS, "case_officer"),
        make=one_document,
        method="post",
        status=MOVED,
    ),
]
