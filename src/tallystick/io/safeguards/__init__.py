"""Files of safeguards: one YAML file of what is to be judged, and tables of trades."""
