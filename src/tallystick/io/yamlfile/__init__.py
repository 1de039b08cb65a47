"""YAML files read with care: lines kept, types asked for by fields, every mistake named."""
