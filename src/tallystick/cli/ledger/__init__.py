"""`tallystick ledger`: the journal of postings, what accounts hold, and proofs of both."""

from tallystick.cli.ledger.benching import bench
from tallystick.cli.ledger.holding import holdings
from tallystick.cli.ledger.making import init
from tallystick.cli.ledger.posting import post
from tallystick.cli.ledger.proofs import export, prove, verify
from tallystick.cli.ledger.replaying import replay
from tallystick.cli.ledger.tracing import trace
from tallystick.cli.noun import noun
from tallystick.cli.overlaps import overlaps

app = noun("The journal of postings, what accounts hold, proofs, and ranges of serials.")
for command in (init, post, replay, holdings, trace, export, verify, prove, bench, overlaps):
    app.command()(command)
