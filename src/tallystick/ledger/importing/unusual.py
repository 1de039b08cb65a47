"""Why a journal is not vouched for."""


class Unusual(Exception):  # noqa: N818 (says what was found)
    """A journal that the columns cannot hold or vouch for; it is posted one by one instead."""


class Broken(Unusual):
    """A journal with a posting that a rule refuses; posting one by one will say which and why."""
