"""What the demo county is made of: networks, how many kindergartens each municipality has, names."""

from dataclasses import dataclass

DMMH, NORD = "DMMH", "Nord universitet"


@dataclass(frozen=True, kw_only=True)
class DemoNetwork:
    """One of the ten networks. `kindergartens`: how many each municipality has in all, known ones included.

    `universities` are partners in the whole network; `in_municipalities` names one for single municipalities.
    """

    name: str
    payee: str
    kindergartens: dict[str, int]
    universities: tuple[str, ...] = ()
    in_municipalities: str = ""


NETWORKS = (
    DemoNetwork(
        name="Trondheim/Malvik",
        payee="5001",
        kindergartens={"5001": 64, "5031": 10},
        universities=(DMMH, NORD),
    ),
    DemoNetwork(
        name="Trøndelag sørvest",
        payee="5059",
        kindergartens={"5059": 13, "5029": 6, "5055": 4, "5056": 4, "5014": 4, "5061": 1},
    ),
    DemoNetwork(
        name="Gauldalsregionen",
        payee="5028",
        kindergartens={"5028": 15, "5027": 7, "5021": 6, "5025": 5, "5022": 3, "5026": 2},
        in_municipalities=DMMH,
    ),
    DemoNetwork(
        name="Fosen",
        payee="5057",
        kindergartens={"5054": 7, "5057": 7, "5058": 3, "5020": 1},
        universities=(DMMH,),
    ),
    DemoNetwork(
        name="Værnesnettverket (demo)",
        payee="5035",
        kindergartens={"5035": 16, "5034": 2, "5032": 3, "5033": 1, "5036": 2},
        universities=(NORD, DMMH),
    ),
    DemoNetwork(
        name="Innherred (demo)",
        payee="5037",
        kindergartens={"5037": 13, "5038": 9},
        universities=(NORD,),
    ),
    DemoNetwork(
        name="Inn-Trøndelag (demo)",
        payee="5006",
        kindergartens={"5006": 13, "5053": 5, "5041": 2},
        universities=(NORD,),
    ),
    DemoNetwork(
        name="Midtre Namdal (demo)",
        payee="5007",
        kindergartens={"5007": 8, "5047": 3, "5049": 1},
        universities=(NORD,),
    ),
    DemoNetwork(
        name="Indre Namdal (demo)",
        payee="5045",
        kindergartens={"5045": 2, "5046": 1, "5042": 2, "5044": 1, "5043": 1},
        universities=(NORD,),
    ),
    DemoNetwork(
        name="Ytre Namdal (demo)",
        payee="5060",
        kindergartens={"5060": 6, "5052": 1},
        universities=(NORD,),
    ),
)

SINGLE_OWNERS = 62
CHAINS = (
    "Fjordbarn Demo AS",
    "Eventyrskogen Demo AS",
    "Regnbuen Demo AS",
    "Småtroll Demo AS",
    "Lyngheia Demo AS",
    "Nordlys Demo SA",
    "Bekkesus Demo SA",
    "Furutoppen Demo AS",
)
"""Owners with kindergartens in several networks. The first is the owner of the demo's sign-in page."""

HOME = "Gauldalsregionen"
"""The network of the people on the demo's sign-in page."""


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    "Troll Huldre Nisse Bever Reve Ekorn Maur Blåbær Tyttebær Multe Kongle Sol Måne Stjerne Regnbue Bølge Fjord "
    "Fjell Bekke Elve Fosse Lyng Røsslyng Bjørke Rogne Furu Gran Skog Myr Vind"
)
LAST = _words("stien haugen lia tunet stua bakken kroken vika løkka enga")
GIVEN_NAMES = _words(
    "Kari Ola Ingrid Lars Anne Per Solveig Knut Berit Arne Marit Jon Liv Odd Randi Nils Astrid Geir Hilde Tor Siri "
    "Leif Gunn Rolf Tone Svein Eli Bjørn Wenche Harald Turid Einar Åse Øyvind Mari Håkon Sissel Steinar Ragnhild "
    "Trond Máret Ánte Sárá Fatima Amina Yusuf Oksana Dmytro Mehdi Leila"
)
FAMILY_NAMES = _words(
    "Demohaug Demovik Demodal Demoås Demoli Demobakken Demones Demoland Demoseter Demogård Demosund Demostad "
    "Demofoss Demoberg Demorud"
)
