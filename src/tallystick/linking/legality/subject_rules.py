"""Who may make an agreement: treaty power, parties below State level, findings they need."""

from collections.abc import Iterator

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import Backing
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.legality.concerned import (
    INTERNATIONAL,
    adjusts,
    below_state,
    crosses_borders,
    is_binding,
    links_systems,
    place,
    state_of,
    taking_part,
    words_bind,
)

SUBJECTS: AgreementRules = Rulebook("who may make an agreement")

ABSOLUTE = "absolute"
INTENSITY = "intensity"
UNION = "EUE"


@SUBJECTS.rule(
    "S1",
    source="Vienna Convention on the Law of Treaties Article 6; Liu 2024 section 3.1",
    message=Text(
        "{party} is neither a State nor a regional organisation and cannot make a treaty",
        "{party} 既非国家也非区域一体化组织，不能缔结条约",
    ),
    fix=Text(
        "let its State be the party, or choose a form that is not a treaty",
        "请由其所属国家作为缔约方，或改用非条约形式",
    ),
)
def treaty_is_made_by_states(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Only States and regional organisations make treaties."""
    if not is_binding(agreement):
        return
    for path, party in taking_part(agreement, facts):
        where = place(agreement, facts, path)
        if party.level not in INTERNATIONAL:
            yield fails(where, party=party.id)
        elif party.id not in PARTIES:
            yield unknown(Text(f"which State {party.id} is", f"{party.id} 所指的国家"), where)


@SUBJECTS.rule(
    "S2",
    source="Liu 2024 section 3.1",
    message=Text("{party} has no statute that lets it link", "{party} 没有允许其链接的法规"),
    fix=Text("link only once a statute of its own allows it", "须待其自身法规允许后再行链接"),
)
def link_is_enabled(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """A party below State level has a statute that enables its link."""
    if not links_systems(agreement):
        return
    for path, party in below_state(agreement, facts):
        where = place(agreement, facts, path)
        if Backing.STATUTE in party.lacks:
            yield fails(where, party=party.id)
        elif party.statute is None:
            missing = Text(f"the statute that enables {party.id}", f"授权 {party.id} 的法规")
            yield unknown(missing, where)


@SUBJECTS.rule(
    "S3",
    source="Liu 2024 section 3.1",
    message=Text(
        "a higher law keeps {party} from binding itself, and the agreement binds it",
        "上位法禁止 {party} 自行承担约束，而本协议具有约束力",
    ),
    fix=Text(
        "use words that do not bind, or let the State be the party",
        "请改用无约束力的措辞，或由国家作为缔约方",
    ),
)
def no_higher_law_bars(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """What binds a party below State level is not barred by its constitution."""
    binds = words_bind(agreement)
    if not links_systems(agreement) or binds is False:
        return
    for path, party in below_state(agreement, facts):
        where = place(agreement, facts, path)
        if party.constitutional_bar and binds:
            yield fails(where, party=party.id)
        elif party.constitutional_bar is not False:
            missing = Text(f"what a higher law bars {party.id} from", f"上位法对 {party.id} 的限制")
            yield unknown(missing, where)


@SUBJECTS.rule(
    "S4",
    source="Liu 2024 section 3.1",
    severity=Severity.WARNING,
    message=Text(
        "whether {party} may bind itself is not settled, yet the agreement binds",
        "{party} 能否自行承担约束尚未确定，而本协议具有约束力",
    ),
    fix=Text(
        "declare the agreement non-binding, or settle statute and bar first",
        "请声明协议不具约束力，或先确定法规依据与限制",
    ),
)
def uncertain_power_does_not_bind(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Where power is uncertain, the agreement is declared non-binding."""
    binds = words_bind(agreement)
    if not links_systems(agreement) or binds is False:
        return
    for path, party in below_state(agreement, facts):
        if party.statute is not None and party.constitutional_bar is not None:
            continue
        where = place(agreement, facts, path)
        if binds:
            yield fails(where, party=party.id)
        else:
            yield unknown(Text("the force of some clauses", "部分条款的约束力"), where)


@SUBJECTS.rule(
    "S5",
    source="Liu 2024 section 3.1",
    message=Text(
        "{state} has not consented to what {party} moves across its border",
        "{state} 未同意 {party} 的跨境流动",
    ),
    fix=Text(
        "obtain the State's consent: net flows bear on its NDC",
        "请取得国家同意：净流量影响其国家自主贡献",
    ),
)
def state_consents(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """The State consents to net flows of a part of it that bear on its NDC."""
    abroad = crosses_borders(agreement, facts)
    if not links_systems(agreement) or abroad is False:
        return
    for path, party in below_state(agreement, facts):
        where = place(agreement, facts, path)
        if Backing.CONSENT in party.lacks and abroad:
            yield fails(where, party=party.id, state=party.state or "-")
        elif party.consent is None:
            missing = Text(f"consent of the State of {party.id}", f"{party.id} 所属国家的同意")
            yield unknown(missing, where)


@SUBJECTS.rule(
    "S8",
    source="2/CMA.3 annex para 4(a)",
    message=Text(
        "{state} was not a Party to the Paris Agreement on {date}, so that no outcome of {party} "
        "can be adjusted for",
        "{state} 在 {date} 不是《巴黎协定》缔约方，{party} 的成果无法作相应调整",
    ),
    fix=Text(
        "move nothing towards an NDC while the Agreement does not bind the State",
        "该国不受《协定》约束期间，请勿为国家自主贡献转让",
    ),
)
def adjusting_states_are_parties(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Whoever adjusts is bound by the Paris Agreement on the day."""
    if not adjusts(agreement):
        return
    for path, party in taking_part(agreement, facts):
        where = place(agreement, facts, path)
        state = state_of(party)
        if state is None or state not in PARTIES:
            yield unknown(Text(f"the State of {party.id}", f"{party.id} 所属国家"), where)
        elif not PARTIES[state].is_party_on(facts.on):
            yield fails(where, state=state, party=party.id, date=facts.on)


@SUBJECTS.rule(
    "S9",
    source="California SB 1018; Washington Climate Commitment Act",
    message=Text(
        "the law of {party} asks for a finding before it links, and there is none",
        "{party} 的法律要求链接前作出认定，但尚无认定",
    ),
    fix=Text("make the finding before the link begins", "请在链接开始前作出认定"),
)
def findings_are_made(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """A party whose own law asks for findings has made them."""
    asked = law.linkage_findings()
    if not links_systems(agreement):
        return
    for path, party in taking_part(agreement, facts):
        if party.id not in asked or facts.on < asked[party.id]:
            continue
        where = place(agreement, facts, path)
        if Backing.LINKAGE_FINDING in party.lacks:
            yield fails(where, party=party.id)
        elif party.linkage_finding is None:
            yield unknown(Text(f"the finding of {party.id}", f"{party.id} 的认定"), where)


@SUBJECTS.rule(
    "S9_CAP",
    source="Directive 2003/87/EC Article 25",
    message=Text(
        "the cap of {system} is {cap}, and the Union links with absolute caps only",
        "{system} 的上限为 {cap}，欧盟仅与设绝对上限的体系链接",
    ),
    fix=Text("link once the cap is absolute", "请待上限为绝对上限后再链接"),
)
def union_links_with_absolute_caps(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Each system that the Union links with has an absolute cap."""
    parties = dict(taking_part(agreement, facts))
    if not links_systems(agreement) or UNION not in {party.id for party in parties.values()}:
        return
    for path, party in parties.items():
        for system in party.systems if party.id != UNION else ():
            where = place(agreement, facts, path)
            listed = law.systems().get(system)
            cap = listed.facts["cap_type"].value if listed else None
            if cap is not None and cap.startswith(INTENSITY):
                yield fails(where, system=system, cap=cap)
            elif cap != ABSOLUTE:
                yield unknown(Text(f"the kind of cap of {system}", f"{system} 的上限类型"), where)
