"""`tallystick ledger`: the journal of postings, what accounts hold, and proofs of both."""

from tallystick.cli.ledger.agreeing import agree
from tallystick.cli.ledger.benching import bench
from tallystick.cli.ledger.bundling import bundle, unbundle
from tallystick.cli.ledger.deciding import approve, expire, propose, reject, withdraw
from tallystick.cli.ledger.demanding import limit, open_account, trust
from tallystick.cli.ledger.holding import holdings
from tallystick.cli.ledger.importing import import_
from tallystick.cli.ledger.making import init
from tallystick.cli.ledger.merging import merge
from tallystick.cli.ledger.posting import post
from tallystick.cli.ledger.proofs import export, prove, verify
from tallystick.cli.ledger.replaying import replay
from tallystick.cli.ledger.restraining import correct, freeze, pledge, release, unfreeze
from tallystick.cli.ledger.tracing import trace
from tallystick.cli.noun import noun
from tallystick.cli.overlaps import overlaps

BOOKING = (init, open_account, agree, post, replay, holdings, correct, merge)
CONTROLS = (freeze, unfreeze, pledge, release, limit, trust)
APPROVALS = (propose, approve, reject, withdraw, expire)
PROOFS = (export, verify, prove, bundle, unbundle)

app = noun("The journal of postings, what accounts hold, proofs, and ranges of serials.")
for command in (*BOOKING, trace, *CONTROLS, *APPROVALS, *PROOFS, bench, overlaps):
    app.command()(command)
app.command("import")(import_)
