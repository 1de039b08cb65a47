"""`tallystick demo`: the publicly reported transfers, booked, reported and cross-checked."""

from tallystick.cli.demo.command import demo
from tallystick.cli.noun import verb

app = verb(demo)
