"""What the pages of the tracker share: the frame around them, and their parts."""

from lp_persistence.tracker.frame.form import (
    Choice,
    Form,
    Number,
    Several,
    Words,
    choices_of,
    number_of,
)
from lp_persistence.tracker.frame.listing import COUNTED, PAGE, Listing, size_so_far
from lp_persistence.tracker.frame.page import Bare, Page
from lp_persistence.tracker.frame.part import Part
from lp_persistence.tracker.frame.rows import IBugRow, IPersonLink, IPillarLink
from lp_persistence.tracker.frame.shown import Link, Shown, counted
from lp_persistence.tracker.frame.step import Step, led

__all__ = [
    "COUNTED",
    "PAGE",
    "Bare",
    "Choice",
    "Form",
    "IBugRow",
    "IPersonLink",
    "IPillarLink",
    "Link",
    "Listing",
    "Number",
    "Page",
    "Part",
    "Several",
    "Shown",
    "Step",
    "Words",
    "choices_of",
    "counted",
    "led",
    "number_of",
    "size_so_far",
]
