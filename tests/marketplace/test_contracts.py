"""What holds for the code as a whole and no linter knows: layers speak with one voice, in pieces one can hold."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from marketplace import actions, queries

ROOT = settings.BASE_DIR
PACKAGES = ["geo", "matching", "marketplace", "api"]
MOST_LINES = 300
LONGEST_TEMPLATE_LINE = 160


def sources():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def public_functions(package):
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.__name__:
                yield name, inspect.signature(function)


def models_with_states():
    return [model for model in apps.get_app_config("marketplace").get_models() if hasattr(model, "NEXT_STATES")]


def test_no_file_outgrows_300_lines():
    long = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}

    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_no_line_of_a_template_outgrows_160_characters():
    long = {
        f"{relative(path)}:{number}": len(line)
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_TEMPLATE_LINE
    }

    assert long == {}


def test_no_action_or_query_takes_more_than_two_arguments_by_position():
    wrong = []
    for package in (actions, queries):
        for name, signature in public_functions(package):
            by_position = [each for each in signature.parameters.values() if each.kind is each.POSITIONAL_OR_KEYWORD]
            if len(by_position) > 2:
                wrong.append(f"{name}{signature}")

    assert wrong == []


def test_actions_take_who_and_when_by_keyword():
    wrong = []
    for name, signature in public_functions(actions):
        for keyword in ("by", "now"):
            parameter = signature.parameters.get(keyword)
            if parameter and parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
                wrong.append(f"{name}({keyword})")

    assert wrong == []


def test_only_views_tasks_and_commands_read_the_clock():
    readers = ("marketplace/views", "marketplace/management", "marketplace/tasks.py", "api")
    wrong = []
    for path in sources():
        if relative(path).startswith(readers) or path.name == "__main__.py":
            continue
        text = path.read_text(encoding="utf-8")
        if any(call in text for call in ("timezone.now()", "timezone.localdate()", "datetime.now(", "date.today(")):
            wrong.append(relative(path))

    assert wrong == []


def test_the_site_judges_by_the_weights_in_force_alone():
    """`queries.rankings` lays learnt weights over the shipped ones; whatever runs the engine asks it."""
    runs = ("find_matches(", "fact_swings(", "Market(", "LiveMarket(", "weights=DEFAULT")
    wrong = []
    for path in sources():
        name, text = relative(path), path.read_text(encoding="utf-8")
        if name == "marketplace/queries/rankings.py" or name.startswith(("marketplace/management", "matching", "geo")):
            continue
        runs_engine = "from matching.engine" in text and any(call in text for call in runs)
        if "DEFAULT_WEIGHTS" in text or (runs_engine and "engine_setting(" not in text):
            wrong.append(name)

    assert wrong == []


def test_every_source_says_what_it_is_for():
    silent = [path for path in sources() if path.name != "__init__.py" and not _docstring(path)]

    assert [relative(path) for path in silent] == []


def _docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("model", models_with_states(), ids=lambda model: model.__name__)
def test_every_state_of_a_model_says_what_may_follow(model):
    states = getattr(model, "State", None) or model.Stage

    assert set(model.NEXT_STATES) == set(states)
    assert {after for following in model.NEXT_STATES.values() for after in following} <= set(states)


def test_no_model_has_a_save_of_its_own_or_a_default_order():
    ours = list(apps.get_app_config("marketplace").get_models())

    assert [model.__name__ for model in ours if "save" in vars(model)] == []
    assert [model.__name__ for model in ours if model._meta.ordering] == []


def test_no_signal_is_listened_to():
    wrong = [relative(path) for path in sources() if "signals" in path.read_text(encoding="utf-8")]

    assert wrong == []


def test_every_model_with_states_forbids_the_impossible_by_a_constraint():
    assert [model.__name__ for model in models_with_states() if not model._meta.constraints] == []
