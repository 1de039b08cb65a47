"""Serial numbers as the crediting registries print them, and what can be wrong with ranges."""
