"""What is told apart from the usual."""


class Unusual(Exception):  # noqa: N818 (says what was found)
    """A journal that the columns cannot hold or vouch for; it is posted one by one instead."""
