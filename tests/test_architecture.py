"""Holds the arrow between the apps, the doors, and the order of layers inside an app (design: docs/ARCHITECTURE.md).

Plain `ast` over the import statements, also those inside functions; imports for type checkers only do not count.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["common", "networks", "needs", "grants", "reporting", "rekom"]
LAYERS = [
    "states",
    "roles",
    "schemes",
    "models",
    "deadlines",
    "topics",
    "rules",
    "queries",
    "emails",
    "services",
    "tasks",
    "forms",
    "filters",
    "tables",
    "views",
    "urls",
]
DOORS = {"states", "models", "roles", "schemes", "deadlines", "topics", "rules", "queries", "services"}
ABOVE_ALL = {"management", "apps", "migrations"}
CLOCK_READERS = {"common/clock.py", "rekom/health.py", "rekom/heartbeat.py"}


@dataclass(frozen=True)
class Import:
    """One first-party import: where it stands and what it names."""

    path: Path
    line: int
    target: str
    inside_function: bool

    @property
    def source(self) -> tuple[str, str]:
        return _app_and_layer(".".join(self.path.with_suffix("").parts))

    @property
    def goal(self) -> tuple[str, str]:
        return _app_and_layer(self.target)


def _app_and_layer(dotted: str) -> tuple[str, str]:
    parts = dotted.split(".")
    return parts[0], parts[1] if len(parts) > 1 else ""


def broken_rule(app: str, layer: str, to_app: str, to_layer: str) -> str:
    """Which rule an import breaks, or ''."""
    if APPS.index(to_app) > APPS.index(app):
        return "points downstream"
    if to_app == "rekom" and app != "rekom":
        return "imports rekom"
    if to_app not in (app, "common") and to_layer not in DOORS:
        return "goes past the public doors"
    if (
        to_app == app
        and layer in LAYERS
        and to_layer in LAYERS
        and LAYERS.index(to_layer) > LAYERS.index(layer)
    ):
        return "points up a layer"
    return ""


def imports_of(path: Path, source: str) -> Iterator[Import]:
    """The first-party imports of one file."""
    yield from _walk(path, ast.parse(source), inside=False)


def _walk(path: Path, node: ast.AST, *, inside: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from (Import(path, child.lineno, a.name, inside) for a in child.names if _ours(a.name))
        if isinstance(child, ast.ImportFrom) and child.level:
            yield Import(path, child.lineno, "relative", inside)
        if isinstance(child, ast.ImportFrom) and not child.level and _ours(child.module or ""):
            yield from (Import(path, child.lineno, name, inside) for name in _names(child))
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _walk(path, child, inside=inside or is_function)


def _names(node: ast.ImportFrom) -> list[str]:
    """`from needs import rules` names needs.rules; `from needs.rules import x` names needs.rules.x."""
    return [f"{node.module}.{alias.name}" for alias in node.names]


def _ours(dotted: str) -> bool:
    return dotted.split(".")[0] in APPS


def our_files() -> list[Path]:
    """Every Python file of the apps, relative to the root, without migrations."""
    files = [p.relative_to(ROOT) for app in APPS for p in sorted((ROOT / app).rglob("*.py"))]
    return [p for p in files if "migrations" not in p.parts]


def faults_in(path: Path, source: str) -> list[str]:
    """What is wrong with the imports of one file."""
    faults = []
    for found in imports_of(path, source):
        if found.target == "relative":
            faults.append(f"{path}:{found.line}: relative import")
            continue
        rule = broken_rule(*found.source, *found.goal)
        if found.inside_function:
            rule = rule or "is hidden inside a function"
        if rule:
            faults.append(f"{path}:{found.line}: import of {found.target} {rule}")
    return faults


def test_imports_follow_the_arrow_the_doors_and_the_layers():
    faults = [fault for path in our_files() for fault in faults_in(path, (ROOT / path).read_text("utf-8"))]
    assert faults == []


@pytest.mark.parametrize(
    ("path", "source", "rule"),
    [
        ("needs/services/needs_report.py", "from grants.models import Grant", "points downstream"),
        ("common/money.py", "import networks.models", "points downstream"),
        ("grants/views/budget.py", "from needs.forms import NeedForm", "goes past the public doors"),
        ("grants/services/budget.py", "from needs import emails", "goes past the public doors"),
        ("networks/models/people.py", "from networks.services import invite", "points up a layer"),
        ("needs/rules/assessment.py", "from needs.queries import visible", "points up a layer"),
        (
            "needs/rules/assessment.py",
            "def f():\n    from needs import models",
            "is hidden inside a function",
        ),
        ("needs/rules/assessment.py", "from . import models", "relative import"),
        ("grants/rules.py", "from rekom.calendar import YEAR", "points downstream"),
    ],
)
def test_a_planted_import_fault_is_seen(path, source, rule):
    (fault,) = faults_in(Path(path), source)
    assert rule in fault


def _calls(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Call | ast.keyword | ast.Name):
            yield getattr(node, "lineno", 0), ast.unparse(node)


def _assigned_states(source: str) -> list[int]:
    """Lines that assign `something.state = …` or pass `state=` to update()."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            lines += [node.lineno for t in targets if isinstance(t, ast.Attribute) and t.attr == "state"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            lines += [node.lineno for keyword in node.keywords if keyword.arg == "state"]
    return lines


def test_only_move_sets_a_state():
    faults = [
        f"{path}:{line}"
        for path in our_files()
        for line in _assigned_states((ROOT / path).read_text("utf-8"))
        if path != Path("common/moves.py")
    ]
    assert faults == []


def test_a_planted_state_is_seen():
    assert _assigned_states("report.state = 'sent'") == [1]
    assert _assigned_states("Report.objects.filter(pk=1).update(state='sent')") == [1]


def _clock_faults(path: Path, source: str) -> list[str]:
    if str(path) in CLOCK_READERS or path.parts[:2] == ("rekom", "local"):
        return []
    bad = ("timezone.now", "datetime.now", "date.today", "datetime.today", "datetime.utcnow")
    return [
        f"{path}:{line}: {text}"
        for line, text in _calls(source)
        if text in bad or text.startswith("auto_now")
    ]


def test_only_the_clock_reads_the_time():
    faults = [f for path in our_files() for f in _clock_faults(path, (ROOT / path).read_text("utf-8"))]
    assert faults == []


def test_a_planted_look_at_the_time_is_seen():
    assert _clock_faults(Path("needs/services.py"), "x = timezone.now()") != []
    assert _clock_faults(Path("needs/models.py"), "at = DateTimeField(auto_now=True)") != []


def _view_faults(path: Path, source: str) -> list[str]:
    if "views" not in (path.stem, path.parent.name):
        return []
    faults = []
    for line, text in _calls(source):
        if text.endswith(".objects"):
            faults.append(f"{path}:{line}: {text}")
        if text.startswith("get_object_or_404(") and text[18].isupper():
            faults.append(f"{path}:{line}: {text}")
    return faults


def test_views_read_through_queries():
    faults = [f for path in our_files() for f in _view_faults(path, (ROOT / path).read_text("utf-8"))]
    assert faults == []


def test_a_planted_query_in_a_view_is_seen():
    assert _view_faults(Path("needs/views/need.py"), "Need.objects.all()") != []
    assert _view_faults(Path("needs/views.py"), "get_object_or_404(Need, pk=1)") != []


def _forbidden_in_services(path: Path, source: str) -> list[str]:
    if "services" not in (path.stem, path.parent.name):
        return []
    names = {
        a.arg
        for n in ast.walk(ast.parse(source))
        if isinstance(n, ast.FunctionDef)
        for a in n.args.kwonlyargs
    }
    return [f"{path}: a service takes `request`"] if "request" in names else []


def test_services_know_no_request():
    faults = [
        f for path in our_files() for f in _forbidden_in_services(path, (ROOT / path).read_text("utf-8"))
    ]
    assert faults == []


def test_a_planted_service_with_a_request_is_seen():
    assert _forbidden_in_services(Path("needs/services.py"), "def submit(*, request): ...") != []


def test_no_signals_between_our_own_apps():
    faults = [
        f"{path}:{line}"
        for path in our_files()
        for line, text in _calls((ROOT / path).read_text("utf-8"))
        if text in ("post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed")
    ]
    assert faults == []


LONG = 450


def test_no_file_is_too_long():
    long = [str(p) for p in our_files() if len((ROOT / p).read_text("utf-8").splitlines()) > LONG]
    assert long == []
