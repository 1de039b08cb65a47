"""The words of the decisions: Parties, quantities, periods, identifiers, actions, rules."""
