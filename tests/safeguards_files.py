"""A file of safeguards that asks about everything and is in order, and tables beside it."""

WHOLE = """\
scenario: {control: joint, price_linked: true}
concentration: {share: 3/4, herfindahl: 0.5}
leakage_most: 1/10
contracts:
  - id: C1
    signed: 2025-01-01
    parties: {seller: developer, buyer: fund, guarantor: bank}
    price: 22
    currency: CHF
    volume_t: 100
    deliveries: [{date: 2025-12-31, quantity_t: 60}, {date: 2026-12-31, quantity_t: 40}]
    on_default: replacement within 90 days
    governing_law: Swiss law
    document: contract of 1 January 2025
    floor: {index: market, ratio: 11/10, level: 20, currency: CHF}
    risk: {probability: 0.1, replacement: 30, recovered: 0, margin: 200, premium: 100}
forecasts:
  - party: GHA
    first_year: 2029
    last_year: 2030
    emissions_t: {2029: 100, 2030: 90}
    transfers_t: {2029: 0, 2030: 10}
    target_t: {2030: 105}
    budget_t: 205
    price: 30
    currency: USD
    costs: {currency: USD, measures: [{quantity_t: 10, cost: 40}, {quantity_t: 5, cost: -1.5}]}
intended: [{id: T1, host: GHA, vintage: 2030, quantity_t: 5, covered: true}]
entries: [{id: E1, host: GHA, to: CHE, consents: [GHA, CHE]}]
clubs:
  - id: club
    criteria: [carbon price]
    consent_share: 1/2
    members:
      - {party: CHE, since: 2020-01-01, founder: true}
      - {party: SWE, since: 2024-01-01, consents: [CHE], criteria: [carbon price]}
terms:
  - id: che_gha
    recipients: [CHE]
    open_criteria: false
    club: club
    received: [{recipient: CHE, date: 2025-01-01, quantity_t: 90}]
pledges:
  - {id: P1, purpose: share_of_proceeds, share: 1/20, destination: host_adaptation, by: GHA,
     document: agreement, by_group: {LDC: 0}, beneficiaries: [LDC, SIDS]}
  - {id: P2, purpose: omge, share: 0.02, destination: cancellation, by: GHA, document: agreement}
  - {id: P3, purpose: share_of_proceeds, share: 1/100, destination: adaptation_fund, by: CHE,
     document: agreement, form: money}
transfers:
  - {id: T1, host: GHA, date: 2025-01-01, gross_t: 100, net_t: 93,
     taken: [{quantity_t: 5, pledge: P1, to: FJI}, {quantity_t: 2, pledge: P2}],
     proceeds: 1860, paid: [{amount: 18.60, pledge: P3}]}
units: [{id: U1, jurisdiction: GBR, unit: allowance}]
powers: [{id: T1, moves: [benefit]}]
considerations:
  - {id: T1, from: GHA, to: CHE, quantity_t: 93, kind: sale, price: 20, market_price: 20,
     currency: USD}
claims: [{id: C1, claimant: airline, year: 2024, quantity_t: 10, unit: ITMO, purpose: voluntary}]
ended: [{id: R1, claimant: airline, year: 2024, quantity_t: 10, unit: ITMO, purpose: voluntary}]
caps: [{system: che_ets, year: 2025, cap_t: 100, issued_t: 100}]
link:
  allowances: [{from: EUE, to: CHE, year: 2024, quantity_t: 30}]
  itmos: [{from: EUE, to: CHE, year: 2024, quantity_t: 30}]
allocations:
  - id: A1
    party: GHA
    steps:
      - {step: computed, date: 2025-01-01, by: GHA, quantity_t: 100}
      - {step: reported, date: 2025-02-01, by: GHA, quantity_t: 100}
entities: [{id: E1, name: airline, class: multinational, identity: verified, checked: 2025-01-01}]
decisions:
  - {id: D1, opened: 2025-05-01, members: [CHE, EUE], vetoes: [CHE], days: 30,
     escalates_to: joint committee, votes: [{member: CHE, vote: yes, date: 2025-05-02}]}
sectors:
  - {system: eu_ets, name: steel, reduction_t: 1000, rate: 0.3, free_share: 1/2, border_share: 1/3}
gains: [{party: GHA, amount: 30, population: 10}, {party: CHE, amount: 10}]
guards:
  - party: GHA
    surplus_t: 1000
    margin: 1/5
    authorized_t: 500
    pledged_t: 300
    sectors_t: [{sector: cooking, quantity_t: 400}]
    limits_t: [{sector: cooking, quantity_t: 400}]
exposed:
  - {system: eu_ets, name: steel, emissions_t: 1000, value_added: 100000, price: 80,
     rival_price: 30, free_share: 4/5, elasticity: 1/2}
"""

TRADES = """\
id,date,seller,buyer,quantity_t,price,reference,currency,series,start,end
T1,2025-03-01,A,B,10,10,10,EUR,S,1,10
T2,2025-03-08,B,A2,10,16,10,EUR,S,1,10
"""

RELATIONS = "one,other,kind\nA,A2,subsidiary\n"

ENDED = "id,claimant,year,quantity_t,unit,purpose\nR1,airline,2024,10,ITMO,voluntary\n"
