"""What the staff of a registry records: accounts, controls, freezes, entities, NDCs, forecasts."""
