"""What the demo county's people write when they report."""

DONE = (
    "Vi har hatt fire samlinger, og alle avdelinger har prøvd ut arbeidsmåtene mellom samlingene. Høyskolen har vært "
    "med på to av samlingene.",
    "Personalet har observert og filmet hverdagen, og drøftet det de så i små grupper med veileder fra høyskolen.",
    "Hver barnehage har hatt en ressursgruppe som har ledet arbeidet på personalmøter og planleggingsdager.",
)
SIGNS = (
    "Flere barn er med i leken, og de voksne går oftere inn og støtter dem som står utenfor.",
    "De ansatte bruker de samme ordene om det de ser, og tar opp praksis med hverandre uten at leder er til stede.",
    "Overgangene i løpet av dagen er roligere, og det er færre konflikter i garderoben.",
)
WHY_PARTLY = "To barnehager kom sent i gang fordi de skiftet styrer. De fortsetter til høsten."
ANSWERS = {
    "children": (
        "Barna får hjelp tidligere når de trenger det, og flere barn blir lyttet til når planene lages.",
        "Vi ser at de yngste barna leker lenger sammen, og at barn med lite norsk får flere til å leke med.",
    ),
    "sami": (
        "Samisk språk og kultur har vært tema på en av samlingene. Barnehagene har fått sørsamiske sanger og bøker.",
        "Vi har brukt materiellet fra høyskolen om samiske perspektiver på en planleggingsdag.",
    ),
    "owners": (
        "Kommunale og private eiere har hatt hver sin representant i arbeidsgruppen, og eierne har satt av tid til "
        "planleggingsdagene.",
    ),
    "learned": (
        "Studentene våre møter nå eksempler fra barnehagene i undervisningen, og to emneplaner er endret etter det "
        "vi har lært sammen.",
    ),
    "partnership": (
        "Samarbeidet har gått godt. Faste møter hver måned gjorde at vi kunne justere underveis.",
        "Vi vil planlegge samlingene tidligere, slik at små barnehager får ordnet vikarer.",
    ),
    "inclusion": (
        "PPT har deltatt på to samlinger og veiledet personalgrupper med barn som trenger ekstra støtte.",
    ),
}
OTHER_DONE = (
    "Lederen har kalt inn til møter, hatt kontakt med høyskolen og fulgt opp barnehagene gjennom året."
)
OTHER_SIGNS = "Alle barnehagene i nettverket har vært med på minst ett møte."
STUDY_DONE = "Støtten er betalt videre til eierne etter utbetalingsplanen."
UNSPENT = "En samling ble digital, så vi brukte mindre på reise og lokaler enn planlagt."
UNSPENT_PAID_BACK = "Ett studium ble avsluttet, så pengene ble ikke brukt."
OTHER_SPENDING = "Lisens for delingsrom for nettverkene"
NOTE = "Gjennomgått. Tallene stemmer med brevet, og forklaringen er god."
QUESTION = "Hva gikk posten «Annet» til?"
ANSWER = "Den gikk til lisens for delingsrommet som barnehagene bruker mellom samlingene."
SETTLED = "Avklart med mottakeren da rapporten ble kontrollert."
SUMMARY_INTRODUCTION = (
    "Partnerskapene har gjennomført det meste av det de planla. Barnehagene melder om mer felles språk i personalet, "
    "og om at flere barn er med i leken."
)
