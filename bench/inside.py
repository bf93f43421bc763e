"""Where the layer's own time goes."""

from __future__ import annotations

from statistics import median

from layer import Layer, milliseconds_by_step, seconds_to_build, seconds_to_plan


def tell_inside(layer: Layer, rounds: int) -> None:
    """Print what each step takes, for nobody, and what planning takes."""
    print("\nThe layer's steps in ms, with the last group that each answers")
    for group, times in milliseconds_by_step(layer, rounds).items():
        print(f"{median(times):8.2f}  {group}")
    for what, measured, goal in (
        ("planning, the first time", lambda: seconds_to_plan(False), 1500),
        ("planning, from the cache", lambda: seconds_to_plan(True), 100),
        ("making or changing a group", seconds_to_build, 15),
    ):
        measured()
        time = median(measured() for _ in range(rounds))
        print(f"{what}: {time * 1e6:.0f} µs (goal: below {goal})")
