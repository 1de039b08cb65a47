"""Every criterion by the name of its feature."""

from collections.abc import Mapping

from tallystick.linking.compatibility.design import DESIGN
from tallystick.linking.compatibility.gates import GATES
from tallystick.linking.compatibility.indicators import INDICATORS
from tallystick.linking.compatibility.judging import Criterion

CRITERIA: Mapping[str, Criterion] = {**GATES, **DESIGN, **INDICATORS}
