"""The public pages: search, units, Parties, approaches, agreements, systems, the map, proofs."""
