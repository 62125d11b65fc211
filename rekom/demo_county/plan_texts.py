"""What the demo's long-term plans say: plain, made-up texts."""

GOALS = (
    ("Alle barn er med i leken", "Personalet ser hvem som står utenfor, og vet hva de gjør da."),
    (
        "Barnehagene utvikler praksis sammen",
        "Barnehagene prøver ut, ser på det de gjør, og lærer av hverandre.",
    ),
    ("Samisk språk og kultur er synlig hele året", "Alle barn møter det samiske, ikke bare i februar."),
)
NEW_GOAL = ("Laget rundt barnet snakker sammen tidlig", "PPT og helsestasjon er med før det haster.")
NETWORK_PARTS = {
    "goals": "Nettverket er til for at barna skal ha en god barnehage, uansett hvem som eier den. "
    "Målene bygger på behovene som eierne har meldt de siste årene.",
    "measures": "Barnehagebasert arbeid med lek og inkludering, veiledning i nettverk mellom barnehager, "
    "og samlinger for styrere.",
    "priorities": "Først barnehagene som ikke har vært med før. Deretter de som vil gå videre med noe.",
    "ways_of_working": "Barnehagene jobber med egen praksis mellom samlingene. Høyskolen veileder, og styrerne "
    "leder arbeidet i egen barnehage.",
    "information": "Referat går til alle styrere og eiere innen en uke. Styrerne tar det opp med de ansatte.",
    "meetings": "Fire møter i året: september, november, januar og mars. Leder kaller inn tre uker før.",
    "money": "To tredeler går til barnehagene, mest til vikarer på samlinger. En tredel går til høyskolen.",
    "time_frames": "Hver barnehage er med i to år. Planen gås gjennom hver september.",
    "sami": "Alle barnehager har minst ett tiltak om samisk språk og kultur i årsplanen. Vi bruker samiske fagfolk.",
    "ppt": "PPT er med i nettverket og på samlingene om inkludering. Laget rundt barnet møtes to ganger i halvåret.",
}
CHANGED_WAYS = (
    "Barnehagene jobber med egen praksis mellom samlingene. Høyskolen veileder ute i barnehagen to ganger i "
    "halvåret. Styrerne leder arbeidet, og har med seg en ressursperson fra personalet."
)
KEPT = "Gått gjennom i nettverksmøtet i september."
COUNTY_PARTS = {
    "terms": "Med partnerskap mener vi barnehageeiere og universitet eller høyskole som samarbeider som likeverdige.",
    "scheme": "Ordningen gir penger til kompetanseutvikling som starter i barnehagenes egne behov.",
    "goals": "Alle barn i fylket skal ha en god barnehage, og de ansatte skal få utvikle seg der de jobber.",
    "roles": "Styreren tar med seg personalet. Eieren melder behov. Nettverket samler dem. "
    "Samarbeidsforum gir råd, og Statsforvalteren avgjør.",
    "composition": "Eiere, barnehagemyndighet fra hver kommune, PPT og høyskole er med. "
    "Fagforeninger og Statped inviteres.",
    "tasks": "Nettverkene lager plan og beslutningsgrunnlag. Høyskolene bidrar med fag. "
    "Statsforvalteren er sekretariat.",
    "money": "Faste beløp til leder og høyskole først. Resten fordeles likt og etter antall ansatte.",
    "individual": "Inntil 30 prosent kan gå til ansatte som studerer. De som tar barnehagelærerutdanning, går først.",
    "case_flow": "Behov meldes i desember, grunnlaget sendes 1. februar, og brevene kommer i april.",
    "wheel": "Januar: nøkkelen. Mars: innstillingen. September: planen. November: funn fra rapportene.",
    "sami": "Samiske barn får tilbudet de har rett til, og alle barn lærer om samisk kultur.",
    "ppt": "Kompetanseløftet og denne ordningen planlegges sammen.",
}
ATTACHMENTS = (
    ("sami", "Plan for samiske perspektiver i barnehagene", "samiske-perspektiver.pdf"),
    ("information", "Informasjonsbrev om individuelle tiltak", "informasjonsbrev.pdf"),
    ("competence_lift", "Langsiktig plan for Kompetanseløftet", "kompetanseloftet.pdf"),
)
