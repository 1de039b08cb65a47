"""Benchmarks: each is a ratio against a peer or a floor measured in the same run."""

import sys
from pathlib import Path

# The tests' own PostgreSQL server is reused, and the tests are not a package.
sys.path.append(str(Path(__file__).parents[1] / "tests"))
