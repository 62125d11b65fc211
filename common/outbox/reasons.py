"""Why a mail was not sent, in words that staff can read.

A stored reason is an English msgid, and after a line break what a server or a program said. Pages translate the
first (`in_words`) and show the second as it is (`detail`).
"""

from django.utils.translation import gettext, gettext_noop

TOO_LATE = gettext_noop("It came too late to be of use.")
NOT_ACTIVE = gettext_noop("The person no longer uses the portal.")
LOST = gettext_noop("The sending was cut off. Nobody knows whether the mail arrived.")
LOST_BEFORE = gettext_noop("The sending was cut off before the mail left.")
NO_CONNECTION = gettext_noop("The mail server cannot be reached.")
BROKEN_LINE = gettext_noop("The mail server stopped answering before it had the mail.")
REFUSED_FOR_NOW = gettext_noop("The mail server asks us to try again later.")
REFUSED = gettext_noop("The mail server refuses the mail.")
NO_SUCH_ADDRESS = gettext_noop("The mail server says that the address does not take mail.")
NOT_MADE = gettext_noop("The mail could not be made.")
NO_ATTACHMENT = gettext_noop("An attachment is missing.")
NOT_ASKED = gettext_noop("It could not be checked whether the mail is still wanted.")


def joined(sentence: str, detail: object = "") -> str:
    """A reason as it is stored: the msgid, and the detail on a line of its own."""
    said = " ".join(str(detail).split())
    return f"{sentence}\n{said}" if said else sentence


def in_words(reason: str) -> str:
    """The sentence of a stored reason in the active language; '' for none."""
    sentence = reason.partition("\n")[0]
    return gettext(sentence) if sentence else ""


def detail(reason: str) -> str:
    """What a server or a program said, word for word; '' for none."""
    return reason.partition("\n")[2]
