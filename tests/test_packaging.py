"""What is tested is what is installed: in CI the wheel, with all that belongs to it and out of reach of the sources."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import delegated
from delegated.shipped import shipped

ROOT = Path(__file__).parents[1]
PACKAGE = Path(delegated.__file__).parent
SHIPPED = ("rules", "config", "systemd")

in_wheel = pytest.mark.skipif(os.environ.get("TEST_WHEEL") != "1", reason="scripts/test --wheel tests this")


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there, but for what Python leaves behind."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@in_wheel
def test_the_installed_package_is_the_one_that_is_tested() -> None:
    """The source tree is not on the path: whatever the wheel lacks is missed."""
    assert PACKAGE.is_relative_to(sysconfig.get_path("purelib"))
    assert not any(Path(entry).resolve() == ROOT / "daemon" for entry in sys.path)


@in_wheel
def test_the_wheel_holds_the_package_as_it_is_in_the_source_tree() -> None:
    """Templates, migrations and py.typed as well as modules; nothing is lost on the way, and nothing changed."""
    installed = {name: content for name, content in files_below(PACKAGE).items() if not name.startswith("_shipped/")}
    assert installed == files_below(ROOT / "daemon" / "delegated")


@in_wheel
@pytest.mark.parametrize("kind", SHIPPED)
def test_the_wheel_holds_what_is_shipped_beside_the_code(kind: str) -> None:
    """Rules, default settings and the unit lie in the wheel, byte for byte, and nowhere else is looked."""
    assert shipped(kind).is_relative_to(PACKAGE)
    assert files_below(shipped(kind)) == files_below(ROOT / kind)


@pytest.mark.parametrize("kind", SHIPPED)
def test_what_is_shipped_is_found(kind: str) -> None:
    """In a checkout as in an installation."""
    assert files_below(shipped(kind))


def test_the_version_is_told_once() -> None:
    """What pip shows is what the package says."""
    assert metadata.version("delegated") == delegated.__version__


def test_the_command_is_installed() -> None:
    """`delegated` stands beside the interpreter."""
    (command,) = metadata.entry_points(group="console_scripts", name="delegated")
    assert command.value == "delegated.cli:main"
    assert (Path(sys.executable).parent / "delegated").is_file()


def test_what_the_program_imports_is_declared() -> None:
    """Nothing is there only because a tool of the developers brought it along."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[\[<>=!~ ;]", line)[0].lower() for line in project["dependencies"]}
    declared |= {
        re.split(r"[\[<>=!~ ;]", line)[0].lower()
        for extra in project["optional-dependencies"].values()
        for line in extra
    }
    providers = metadata.packages_distributions()
    imported = {
        match
        for name, text in files_below(ROOT / "daemon").items()
        if name.endswith(".py")
        for match in re.findall(r"^\s*(?:import|from)\s+([a-z_0-9]+)", text.decode(), re.MULTILINE)
        if match in providers and match != "delegated"
    }
    undeclared = {name for name in imported if not declared & {provider.lower() for provider in providers[name]}}
    assert undeclared == set()


def test_the_unit_is_shut_in() -> None:
    """`systemd-analyze security` rates it 1.5 or better."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze")
    rating = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", shipped("systemd") / "delegated.service"],
        env={**os.environ, "SYSTEMD_PAGER": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert rating.returncode == 0, rating.stdout + rating.stderr


def test_the_unit_says_what_the_program_does() -> None:
    """It tells systemd when it is ready, and is reloaded and watched as the program expects."""
    unit = (shipped("systemd") / "delegated.service").read_text().splitlines()
    assert {
        "Type=notify",
        "WatchdogSec=60",
        "ExecReload=/bin/kill -HUP $MAINPID",
        "User=delegated",
        "StateDirectory=delegated",
        "ConfigurationDirectory=delegated",
    } <= set(unit)
