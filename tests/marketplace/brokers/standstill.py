"""Lets a worker process stand still at one point of its work, so that a test can kill it exactly there."""

import time
from collections.abc import Callable
from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

# Point → module, the name in it that the worker does not get past, at which call.
POINTS = {
    "before the dispatch": ("marketplace.tasks", "dispatch", 1),
    "before the claim": ("marketplace.tasks", "claim_follow_up", 1),
    "after the claim": ("marketplace.tasks", "carry_out", 1),
    "before the lists are written": ("marketplace.actions.candidates", "_write_lists", 1),
    "within the action": ("marketplace.actions.suggestions.proposals", "propose_suggestion", 2),
    "before the end": ("marketplace.follow_ups", "end_follow_up", 1),
}


class StandstillConfig(AppConfig):
    name = "tests.marketplace.brokers.standstill"

    def ready(self) -> None:
        if settings.STAND_STILL_AT:
            path, name, call = POINTS[settings.STAND_STILL_AT]
            module = import_module(path)
            setattr(module, name, _standing_still(getattr(module, name), call=call))


def _standing_still(function: Callable[..., object], *, call: int) -> Callable[..., object]:
    calls = []

    def until_killed(*arguments: object, **keywords: object) -> object:
        calls.append(arguments)
        if len(calls) < call:
            return function(*arguments, **keywords)
        settings.STANDS_STILL.touch()
        while True:
            time.sleep(60)

    return until_killed
