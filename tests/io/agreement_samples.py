"""Agreement files in order, rich enough for every key to be spoilt."""

LINK = """\
agreement: link_eu_ch
title: {en: Linking the two systems, zh: 两体系链接}
form: treaty
subject: ets_link
parties:
  - {id: EUE, level: supranational, systems: [eu_ets], role: both}
  - {id: CHE, level: national, systems: [che_ets], role: both}
dates: {signed: 2017-11-23, in_force: 2020-01-01, ends: null}
history:
  - {status: suspended, on: 2031-05, note: a pause}
  - {status: in_force, on: 2031-09-01}
umbrella_statute: null
recognition:
  - from: che_ets
    to: eu_ets
    units: [CHU]
    criteria: [cap]
    restrictions:
      - {kind: quantity, scope: gross, limit: 1000000, per: year}
      - {kind: border_tax, amount: "2.50", currency: EUR}
      - {kind: exchange_rate, rate: 4/5, reciprocal: true, valid: [2026-01-01, 2026-12-31]}
      - {kind: discount, rate: 1/5}
      - {kind: unit_filter, vintages: [2021, 2030], programmes: [x], exclude: [y]}
  - {from: eu_ets, to: che_ets, units: [EUA]}
article6: {first_transfer: null, adjustment_method: null, sop: null, omge: null, host_limit_t: null}
criteria:
  - {id: cap, feature: cap, requirement: at least as stringent, tier: MUST}
clauses:
  - area: suspension
    ref: "art 15"
    binding: shall
    params: {notice_days: 30, grounds: [breach]}
  - {area: disputes, params: {stages: [{stage: consultation, days: 60}, {stage: arbitration}]}}
  - {area: termination, params: {fates: [{holding: transferred_units, fate: honour}]}}
contracts:
  - {id: first, under: link_eu_ch}
  - {id: second, under: first}
sources: ["the text of the agreement"]
as_of: 2026-11-20
"""

TREATY = """\
agreement: a6_ch_gha
title: {en: Implementation of the Paris Agreement}
form: treaty
parties:
  - {id: CHE, level: national, role: buyer}
  - {id: GHA, level: national, role: seller, name: {en: Ghana, zh: 加纳}}
dates: {signed: 2020-11-23, in_force: null, ends: null}
recognition:
  - {from: GHA, to: CHE, units: [ITMO], restrictions: [{kind: quantity, scope: net_import,
     share: 1/10, base: emissions, per: period}]}
article6: {first_transfer: Authorisation, adjustment_method: averaging, sop: 5/100,
  sop_to: host_adaptation, omge: "0.02", host_limit_t: 1000, purposes: [NDC], exclusions: [nuclear],
  host_limits: [{limit_t: 5, sector: waste, per: year}]}
clauses:
  - {area: suspension, binding: may, params: {notice_days: 30}}
"""
