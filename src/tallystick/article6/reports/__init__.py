"""Reports of a Party: what each of them has to say, and whether it says it."""
