"""Who should take part in a network and in the cooperation forum, as plain data that a scheme names.

Source: "Langsiktig plan", De regionale kompetansenettverkenes sammensetning and Samarbeidsforum; the directorate's
mandate for the cooperation forum.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.roles import Interest


class Asks(StrEnum):
    """How a rule is checked (networks.composition)."""

    SPEAKER = "speaker"
    """Somebody speaks for one of the rule's interests."""
    EACH_MUNICIPALITY = "each_municipality"
    """Each municipality's kindergarten authority has somebody."""
    EACH_UNIVERSITY = "each_university"
    """Each partner university has somebody: one who speaks for it, or its coordinator."""
    SHARE = "share"
    """The owners' seats mirror how many kindergartens the rule's kind of owner has (networks.composition.share)."""
    KINDERGARTEN_EXPERTISE = "kindergarten_expertise"
    """Somebody speaks for the staff, or is the head of a kindergarten."""
    CHAIR = "chair"
    """Somebody is chosen to chair."""
    SUBSTITUTES = "substitutes"
    """Each party that takes part has a substitute."""


@dataclass(frozen=True, kw_only=True)
class CompositionRule:
    """One demand, or one recommendation, on who takes part. It is advice: nothing is ever stopped by it."""

    key: str
    label: str | Promise
    asks: Asks = Asks.SPEAKER
    interests: tuple[Interest, ...] = ()
    is_recommended: bool = False


MUNICIPAL = CompositionRule(
    key="municipal_owner",
    label=_("Municipal owners, as many as their kindergartens call for"),
    asks=Asks.SHARE,
    interests=(Interest.MUNICIPAL_OWNER,),
)
PRIVATE = CompositionRule(
    key="private_owner",
    label=_("Private owners, as many as their kindergartens call for"),
    asks=Asks.SHARE,
    interests=(Interest.PRIVATE_OWNER,),
)
PPT = CompositionRule(key="ppt", label=Interest.PPT.label, interests=(Interest.PPT,))
UNIONS = CompositionRule(key="union", label=Interest.UNION.label, interests=(Interest.UNION,))
STATPED = CompositionRule(key="statped", label=Interest.STATPED.label, interests=(Interest.STATPED,))

NETWORK_RULES = (
    CompositionRule(
        key="authority",
        label=_("The kindergarten authority of each municipality"),
        asks=Asks.EACH_MUNICIPALITY,
        interests=(Interest.AUTHORITY,),
    ),
    MUNICIPAL,
    PRIVATE,
    PPT,
    CompositionRule(
        key="university",
        label=_("Each university that is a partner"),
        asks=Asks.EACH_UNIVERSITY,
        interests=(Interest.UNIVERSITY,),
    ),
    CompositionRule(
        key="expertise",
        label=_("Somebody who works in a kindergarten"),
        asks=Asks.KINDERGARTEN_EXPERTISE,
        interests=(Interest.STAFF,),
    ),
    replace(UNIONS, is_recommended=True),
    replace(STATPED, is_recommended=True),
)

FORUM_RULES = (
    CompositionRule(
        key="municipal_owner",
        label=Interest.MUNICIPAL_OWNER.label,
        interests=(Interest.MUNICIPAL_OWNER,),
    ),
    CompositionRule(
        key="private_owner", label=Interest.PRIVATE_OWNER.label, interests=(Interest.PRIVATE_OWNER,)
    ),
    CompositionRule(key="authority", label=Interest.AUTHORITY.label, interests=(Interest.AUTHORITY,)),
    CompositionRule(
        key="university",
        label=_("Each university that is a partner"),
        asks=Asks.EACH_UNIVERSITY,
        interests=(Interest.UNIVERSITY,),
    ),
    CompositionRule(key="ks", label=Interest.KS.label, interests=(Interest.KS,)),
    UNIONS,
    STATPED,
    PPT,
    CompositionRule(key="chair", label=_("A chair is chosen"), asks=Asks.CHAIR),
    CompositionRule(key="pbl", label=Interest.PBL.label, interests=(Interest.PBL,), is_recommended=True),
    CompositionRule(
        key="substitutes",
        label=_("A substitute for each party"),
        asks=Asks.SUBSTITUTES,
        is_recommended=True,
    ),
)
