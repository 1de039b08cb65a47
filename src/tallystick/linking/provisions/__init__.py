"""What the provisions of an agreement amount to: feeds, votes, deadlines, roles, tasks, goals."""

from tallystick.linking.provisions.report import Provisions, provisions

__all__ = ["Provisions", "provisions"]
