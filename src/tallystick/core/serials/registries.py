"""The registries whose serial numbers can be read, and the reading that finds out which it is."""

from tallystick.core.findings import Text
from tallystick.core.serials import kyoto
from tallystick.core.serials.form import Form, Registry, SerialError, SerialRange, plain

UNKNOWN = Text(
    '"{text}" has the shape of no known registry; expected a number like one of: {examples}',
    "“{text}”不符合任何已知登记簿的格式；应类似于：{examples}",
)

FORMS = (
    Form(
        Registry.VERRA,
        mark=r"\d+-\d+-\d+-V",
        template="{batch}-{start}-{end}-{unit}-{verifier}-{operator}-{country}-{scope}-{project}"
        "-{period}-{label}",
        series="{batch}-{unit}-{verifier}-{operator}-{country}-{scope}-{project}-{period}-{label}",
        example="19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1",
        parts={
            "unit": "(?:VCS-)?VCU",
            "operator": "[A-Z]{3}",
            "period": r"\d{4}(?P<vintage>\d{4})-\d{4}(?P=vintage)|\d{8}-\d{8}",
        },
    ),
    Form(
        Registry.GOLD_STANDARD,
        mark=r"GS\d",
        template="{standard}-{country}-{project}-{product}-{vintage}-{batch}-{start}-{end}",
        series="{standard}-{country}-{project}-{product}-{vintage}-{batch}",
        example="GS1-1-KE-GS11603-16-2025-30256-110-5463",
        parts={"standard": r"GS\d+-\d+", "project": r"(?:GS)?\d+"},
    ),
    Form(
        Registry.KYOTO,
        mark=r"[A-Z]{1,2} ?- ?\d",
        template="{country}-{unit}-{start}-{original}-{applicable}-{activity}-{project}"
        " - {country}-{unit}-{end}-{original}-{applicable}-{activity}-{project}",
        series="{country}-{unit}-{original}-{applicable}-{activity}-{project}",
        example="RW-5-563732-2-2-0-6207 - RW-5-586300-2-2-0-6207",
        parts={"unit": "[1-7]", "original": "[1-9]", "applicable": "[1-9]", "activity": "[0-6]"},
        tidy=kyoto.tidy,
    ),
    Form(
        Registry.CAR,
        mark="CAR-",
        template="CAR-{programme}-{country}-{project}-{type}-{developer}-{state}-{vintage}-{batch}"
        "-{start} to {end}",
        series="CAR-{programme}-{country}-{project}-{type}-{developer}-{state}-{vintage}-{batch}",
        example="CAR-1-US-1008-27-845-WA-2015-2010-1 to 8645",
        parts={"programme": r"\d+|[A-Z]+", "state": "[A-Z]{2,3}"},
    ),
    Form(
        Registry.ACR,
        mark="ACR-",
        template="ACR-{country}-{project}-{vintage}-{batch}-{start} to {end}",
        series="ACR-{country}-{project}-{vintage}-{batch}",
        example="ACR-US-102-2003-274-120158095 to 120158156",
    ),
    Form(
        Registry.ART,
        mark="(?:ART|FCPF)-",
        template="{standard}-{country}-{project}-{vintage}-{batch}-{start} to {end}",
        series="{standard}-{country}-{project}-{vintage}-{batch}",
        example="ART-GY-102-2021-11-2759599 to 2760598",
        parts={"standard": "ART|FCPF"},
    ),
    Form(  # its lists keep the running numbers in two columns beside the code
        Registry.CERCARBONO,
        mark="CDC_",
        template="{code} {start} to {end}",
        series="{code}",
        example="CDC_7_3_1_323_14_CO_1_2_2018 4426 to 4971",
        parts={
            "code": r"CDC_(?P<project>\d+)(?:_\d+){4}(?:_R\d+_[A-Z]{2})?(?:_(?P<country>[A-Z]{2}))?"
            r"(?:_\d{1,3}){1,2}(?:_BFC)?(?:_(?P<vintage>\d{4}))?(?:_BF)?",
        },
    ),
    Form(  # no list of numbers is published: built on the project references, which are
        Registry.JCM,
        mark="JCM-",
        template="JCM-{project}-{vintage}-{start} to {end}",
        series="JCM-{project}-{vintage}",
        example="JCM-MN006-2020-1 to 6063",
        parts={"project": r"(?P<country>[A-Z]{2})\d{3}"},
    ),
)
_BY_REGISTRY = {form.registry: form for form in FORMS}


def parse(text: str) -> SerialRange:
    """Read a range of serial numbers of whichever registry it has the shape of.

    Raises SerialError, a ValueError, that says what was expected.
    """
    cleaned = plain(text)
    for form in FORMS:
        if form.claims(cleaned):
            return form.read(cleaned)
    examples = "; ".join(form.example for form in FORMS)
    raise SerialError(UNKNOWN.fill({"text": cleaned, "examples": examples}))


def write(numbers: SerialRange) -> str:
    """Write a range as its registry prints it."""
    return _BY_REGISTRY[numbers.registry].write(numbers)
