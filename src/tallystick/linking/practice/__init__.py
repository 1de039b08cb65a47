"""What Parties, firms and venues do, held against the terms of an agreement and against lists."""

from tallystick.linking.practice.around import Around
from tallystick.linking.practice.check import PracticeChecked, check_practice
from tallystick.linking.practice.record import Practice

__all__ = ["Around", "Practice", "PracticeChecked", "check_practice"]
