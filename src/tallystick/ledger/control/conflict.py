"""A key that is taken, in words."""

from tallystick.article6.postings.record_rules import DESIGN
from tallystick.core.findings import Text
from tallystick.ledger.proof.faults import Fault

KEY_TAKEN = Fault(
    "CONFLICT",
    DESIGN,
    Text('the key "{key}" stands for another posting', "键“{key}”已对应其他登记"),
    fix=Text(
        "give the posting a key of its own, or repeat it as it was",
        "请为该登记另编键，或按原样重复",
    ),
)
