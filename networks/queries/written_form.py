"""In which written form of Norwegian a letter is written."""

from collections.abc import Iterable

from networks.models import Kindergarten, Network, Organisation, User, WrittenForm

AnyBody = Organisation | Network | Kindergarten


def letter_language(reader: User, bodies: Iterable[AnyBody | None]) -> str:
    """The language of a letter about these bodies: nynorsk where all of them write it, else the reader's choice.

    Who has chosen English gets English. None stands for a body without a written form, such as a county. The owners
    of kindergartens and the payees of networks come loaded, or each is read by itself.
    """
    forms = {body_written_form(body) for body in bodies}
    is_nynorsk = reader.language == WrittenForm.NB and forms == {WrittenForm.NN}
    return WrittenForm.NN.value if is_nynorsk else reader.language


def body_written_form(body: AnyBody | None) -> str:
    """An organisation's own, a kindergarten's owner's, that of the organisation that is paid for a network."""
    if isinstance(body, Kindergarten):
        body = body.owner
    if isinstance(body, Network):
        body = body.payee
    return body.written_form if body is not None else ""
