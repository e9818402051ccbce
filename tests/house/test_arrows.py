"""The picture of the house: who imports whom. A room imports only from a lower storey; nothing goes in a ring."""

import ast
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app"
STOREYS = [
    {"__main__"},
    {"cli"},
    {"server"},
    {"__init__", "demo"},
    {"rooms", "backup", "demo_desk"},
    {"desk", "kept", "visits", "monitor", "api"},
    {"papers"},
    {"fees"},
    {"dossiers"},
    {"offices", "search", "notices"},
    {"procedures"},
    {"forms", "packs"},
    {"accounts", "sync"},
    {"web", "extensions", "config", "database", "files", "ready", "sealing"},
]
HEIGHT = {name: -place for place, storey in enumerate(STOREYS) for name in storey}
GROUND = STOREYS[-1]


def modules():
    return [path for path in APP.rglob("*.py")]


def room_of(path: Path) -> str:
    parts = path.relative_to(APP).parts
    return parts[0] if len(parts) > 1 else path.stem


def imported_modules(path: Path) -> set[str]:
    """Dotted names below `app` that a module imports, at its top or inside functions."""
    package = ["app", *path.relative_to(APP).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            for alias in node.names:
                deeper = ".".join([*base, alias.name])
                is_module = (APP.parent / Path(*base) / f"{alias.name}.py").exists() or (
                    APP.parent / Path(*base, alias.name)
                ).is_dir()
                found.add(deeper if is_module else ".".join(base))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "app":
            found.add(node.module)
    return found


def test_a_room_imports_only_from_lower_storeys():
    wrong = []
    for path in modules():
        here = room_of(path)
        for name in imported_modules(path):
            there = name.split(".")[1] if "." in name else "__init__"
            if there == here or (here in GROUND and there in GROUND):
                continue
            if there not in HEIGHT or HEIGHT[there] >= HEIGHT[here]:
                wrong.append(f"{path.relative_to(APP)} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_in_a_ring():
    graph = {}
    for path in modules():
        name = ".".join(["app", *path.relative_to(APP).with_suffix("").parts]).removesuffix(".__init__")
        graph[name] = {one for one in imported_modules(path) if one != name}
    state: dict[str, int] = {}

    def walk(name, trail):
        state[name] = 1
        for other in graph.get(name, ()):
            if state.get(other) == 1:
                raise AssertionError(" -> ".join([*trail, name, other]))
            if other not in state:
                walk(other, [*trail, name])
        state[name] = 2

    for name in graph:
        if name not in state:
            walk(name, [])


def test_inside_a_room_arrows_point_from_routes_to_models():
    order = {"routes": 4, "cli": 4, "service": 3, "queries": 3, "rules": 1, "models": 1}
    wrong = []
    for path in modules():
        mine = order.get(path.stem)
        for name in imported_modules(path) if mine else ():
            theirs = order.get(name.split(".")[-1])
            if theirs and theirs > mine:
                wrong.append(f"{path.relative_to(APP)} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_rules_are_pure():
    forbidden = {"flask", "sqlalchemy", "random", "secrets", "time", "os", "pathlib", "flask_babel"}
    for path in APP.rglob("rules.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not forbidden & {name.split(".")[0] for name in names}, f"{path.relative_to(APP)}: {names}"


def test_routes_know_no_database():
    for path in APP.rglob("routes.py"):
        if room_of(path) == "web":
            continue
        for name in imported_modules(path):
            assert not name.endswith((".database", ".extensions", ".models")), f"{path.relative_to(APP)} imports {name}"
