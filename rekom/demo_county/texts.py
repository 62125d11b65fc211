"""What people write in the demo county. Made up, in the words people use in kindergartens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ThemeText:
    """What is written on one theme."""

    theme: str
    assessment: str
    why: str
    goal: str
    way_of_working: str
    measure: str


THEMES = (
    ThemeText(
        "Inkluderende praksis",
        "Vi har flere barn som faller utenfor i leken. Vi trenger felles språk for hva inkludering er hos oss.",
        "Flere barnehager ser at noen barn blir stående utenfor leken, og at vi forstår det ulikt.",
        "Alle barn skal oppleve å høre til i et lekefellesskap hver dag.",
        "Refleksjon i avdelingsmøter mellom samlingene, med egne praksisfortellinger som utgangspunkt.",
        "Lekefellesskap for alle",
    ),
    ThemeText(
        "Pedagogisk dokumentasjon",
        "Vi tar mange bilder, men bruker dem lite til å tenke sammen om barnas dag.",
        "Dokumentasjonen blir liggende. Vi vil bruke den til å forstå og endre praksis.",
        "Pedagogisk dokumentasjon er en vanlig arbeidsmåte på alle avdelinger.",
        "Hver barnehage velger en avdeling som prøver ut, og deler i nettverk med andre barnehager.",
        "Pedagogisk dokumentasjon i hverdagen",
    ),
    ThemeText(
        "Profesjonelle læringsfellesskap og ledelse",
        "Møtene våre går mest til beskjeder. Vi vil lære mer av hverandre.",
        "Styrere og pedagogiske ledere ønsker støtte til å lede utviklingsarbeid over tid.",
        "Personalmøtene brukes til å lære av egen praksis, og alle kjenner planen.",
        "Styrernettverk fire ganger i året, med veiledning fra universitetet eller høgskolen mellom samlingene.",
        "Å lede læring i egen barnehage",
    ),
    ThemeText(
        "Språk, lek og miljø",
        "Vi har fått flere flerspråklige barn og trenger å vite mer om språk i lek.",
        "Barnehagene tar imot flere barn med andre morsmål enn norsk.",
        "Voksne støtter språket i leken, både inne og ute.",
        "Felles fagdager, og observasjon av egen praksis mellom fagdagene.",
        "Språk i lek, inne og ute",
    ),
    ThemeText(
        "Spesialpedagogikk og laget rundt barnet",
        "Vi venter lenge på hjelp utenfra og vil bli tryggere på det vi kan gjøre selv.",
        "Vi vil bruke PPT tidligere og bedre, slik at flere barn får hjelp i det vanlige tilbudet.",
        "Laget rundt barnet arbeider sammen, og tiltakene kommer tidlig.",
        "Saksdrøfting med PPT og veiledning i barnehagen.",
        "Laget rundt barnet",
    ),
    ThemeText(
        "Samisk språk og kultur",
        "Vi markerer 6. februar, men vil at samisk kultur skal være del av hele året.",
        "Vi mangler kunnskap om sørsamisk språk og kultur (åarjelsaemien gïele).",
        "Samiske perspektiver er synlige i årsplanen og i hverdagen.",
        "Samarbeid med samiske fagfolk og deling mellom barnehagene.",
        "Samiske perspektiver hele året",
    ),
)
BY_THEME = {text.theme: text for text in THEMES}
STAFF = "Personalet drøftet behovene i to avdelingsmøter og prioriterte sammen på planleggingsdagen i august."
STAFF_GROUPS = ("heads", "pedagogical_leaders", "teachers", "skilled", "assistants", "union", "parents")
INVOLVED_WHEN = (
    "Planleggingsdagen 14. august og avdelingsmøter i september",
    "Tre personalmøter fra august til oktober",
    "Styrermøte 22. september, personalmøter i uke 40 og 41",
)
HEADS = (
    "Styrerne har gått gjennom vurderingene fra alle barnehagene i to møter og blitt enige om rekkefølgen."
)
SAMI = "Vi vil løfte fram samiske perspektiver i arbeidet med årsplanen, sammen med foreldrene."
PPT = "PPT har vært med på ett møte og støtter prioriteringen."
RETURNED = "Skriv gjerne litt mer om hva dere vil oppnå, og hvilke barnehager som skal være med først."
RECEIVED = "Sendt på e-post til nettverket, siden kontaktpersonen ikke kom inn i portalen."
EXTENDED = "Kontaktpersonen har vært sykmeldt."

OVERVIEW = (
    "Behovsmeldingene viser at barnehagene vil arbeide sammen om noen få temaer over tid. Nettverket har drøftet "
    "behovene i to møter sammen med samarbeidspartneren."
)
CRITERIA = {
    "local_needs": "Tiltaket svarer på behov som flere eiere har meldt, og som personalet har vært med på å finne.",
    "whole_staff": "Alle som arbeider i barnehagene, er med på fagdager og i refleksjonsgrupper mellom dem.",
    "partnership": "Nettverket leder arbeidet i barnehagene. Universitetet eller høgskolen veileder underveis.",
    "teacher_education": "Erfaringene brukes i undervisningen, og studenter i praksis er med i arbeidet.",
    "sami": "Samiske perspektiver er tema på én av samlingene hvert år.",
}
PARTICIPANTS = "Styrere, pedagogiske ledere og resten av personalet. Alle avdelinger er med."
MEETING_POINTS = (
    "Fire samlinger i året, to digitale og to i nettverket, og veiledning i barnehagen mellom dem."
)
PLAN_GOAL = "Langsiktig plan, mål 2: Barnehagene utvikler praksis sammen, ut fra egne behov."
FACULTY = "To fra seksjon for pedagogikk"
NOT_THIS_YEAR = "Nettverket samler seg om få temaer i år. Behovet er med i samtalen om neste års grunnlag."
SILENT = "Koordinatoren er på reise. Vi er enige om innholdet, og godkjenningen kommer når hun er tilbake."
BASIS_RETURNED = (
    "Vi mangler en begrunnelse for hvilke barnehager som starter først. Fyll ut, og send på nytt."
)
LIST_NOTE = "Nettverket har lagt vekt på barnehager som mangler pedagoger."
WHY_THIS_PLACE = ("Er kommet lengst i studiet.", "Barnehagen mangler pedagoger.", "Fikk støtte i fjor også.")
"""The leader's arguments for the first nominations on the list."""
RECOMMENDATION = {
    "priorities": "Forumet slutter seg til nettverkenes prioriteringer. Tiltakene varer i ett til tre år.",
    "criteria_met": "Tiltakene bygger på behov fra barnehagene, og alle ansatte er med.",
    "cooperation": "Eierne i hvert nettverk samarbeider med DMMH eller Nord universitet, slik grunnlagene viser.",
    "split": "Faste poster først, deretter individuelle tiltak og resten etter fordelingsnøkkelen.",
    "dissent": "",
}
SENT_BACK = "Skriv litt mer om hvorfor nøkkelen er den samme som i fjor."
REASONS_MORE = "Nøkkelen er den samme som i fjor, slik forumet ba om."
ADJUSTED = "Flere barnehager enn ventet vil være med på det første tiltaket."
REPORT_SUMMARY = (
    "Vi har gjennomført det meste av det vi planla, og barnehagene vil fortsette arbeidet neste år."
)
REPORT_RETURNED = "Forklar gjerne litt mer hva pengene til samlingene gikk til."
DONE = "Vi har hatt fire samlinger, og alle avdelinger har prøvd ut arbeidsmåtene mellom samlingene."
PARTLY = "To barnehager kom sent i gang fordi de skiftet styrer."
LEAVE = "Foreldrepermisjon fra februar. Studiet tas opp igjen til høsten."
STUDIES = (
    ("ablu", "Arbeidsplassbasert barnehagelærerutdanning", "DMMH"),
    ("part_time", "Deltid barnehagelærerutdanning", "Nord universitet"),
    ("tib", "Tilleggsutdanning i barnehagepedagogikk", "DMMH"),
    ("mentoring", "Veilederutdanning for praksislærere", "Nord universitet"),
    ("leadership", "Ledelse i barnehagen", "DMMH"),
    ("special_needs", "Spesialpedagogikk 1", "Nord universitet"),
)

COMMENTS = (
    "Vi ser det samme når vi er ute i barnehagene. Vi kan bidra med veiledning fra høsten.",
    "Dette henger sammen med behovene i nabokommunen. Kan vi lære av hverandre på tvers?",
)
COMMENT_ANSWER = "Takk, det vil vi gjerne. Vi tar kontakt når nettverket har valgt tiltak."
AUTHORITY_NOTE = (
    "Vi ser de samme behovene i kommunale og private barnehager. Tilsynet viser at arbeidet med språk og inkludering "
    "varierer mye. Vi ber nettverket om å gi plass til de små, private barnehagene."
)

NEW_FRAME = "Tildelingsbrevet er kommet. Rammen ble høyere enn vi regnet med i januar."
PROMISED = "80 000 kr i året for hver av 13 studenter, ferdig våren 2025 (langsiktig plan, Bruk av midler)."

MEETING_NOTICE = (
    "Kaffe fra kl. 8.45. Si fra i portalen om du kommer, og om du er i tvil om du er habil i en sak."
)
RESOLUTIONS = {
    "key": "Forumet slutter seg til fordelingsnøkkelen: 25 prosent likt, resten etter barn og årsverk.",
    "recommendation": "Forumet slutter seg til innstillingen slik den er lagt fram.",
    "plan": "Forumet slutter seg til forslaget til langsiktig plan.",
    "seminar": "Sekretariatet arbeider videre med programmet.",
    "findings": "Forumet tar funnene til orientering og tar dem med i arbeidet med planen.",
    "other": "Forumet tar saken til orientering.",
}
PARTIAL = "Jeg er ansatt i institusjonen som får denne delen av pengene."
RECUSED = "Medlemmet er ansatt i mottakeren og deltar ikke i behandlingen av denne delen."
QUESTION = "Slutter forumet seg til innstillingen?"
RECOMMENDATION_DISSENT = "Mindretallet ønsket at mer av pengene ble fordelt likt mellom nettverkene."

STUDY_STOPPED = "Studiet er avsluttet eller satt på pause. Vi har snakket med styreren."
STUDY_SHOWN = "Styreren har vist fram bekreftelse fra høgskolen på at studiet fortsetter."

NETWORK_NOTICE = "Si fra i portalen om du kommer. Kan du ikke, så send gjerne varaen din."
NETWORK_CASES = {
    "working_group": ("Siden sist", "Behov og tiltak i nettverket", "Veien videre"),
    "regional_heads": ("Stoppunkt: hvilke spor ser vi?", "Faglig innlegg fra høyskolen", "Erfaringsdeling"),
}
NETWORK_RESOLUTION = "Møtet var enig. Leder tar saken videre."
