"""The differential machine's programs say all that is registered."""

import unittest
from itertools import count

from lp_persistence.model import get_model
from lp_persistence.testing.campaign import BATCH, campaign, default_seed
from lp_persistence.testing.drawn import Said, said, to_be_said
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.programs import Program
from lp_persistence.testing.world import World

#: In how many worlds everything has to have been said.
WORLDS = 600


class TestDrawn(unittest.TestCase):
    layer = MEMORY

    def test_everything_is_said(self) -> None:
        """What is never drawn is proven by no campaign, however long."""
        model = get_model()
        missing: set[Said] = set(to_be_said(model))

        def check(world: World, programs: list[Program]) -> None:
            for program in programs:
                missing.difference_update(said(world, program, model))

        for number in count():
            campaign(check, model, worlds=BATCH, start=default_seed() + number)
            if not missing or number * BATCH > WORLDS:
                break
        self.assertEqual([], sorted(missing))
