#!/usr/bin/env python3
"""Builds the room of docs/new-room.md as it is written there, and runs its tests and the house's.

    Tests/NewRoom/build.py            in a throw-away copy of the checkout; nothing here is changed
    Tests/NewRoom/build.py --write .  only writes the room's files into a checkout

The copy is an overlay over the checkout, at the checkout's own path, in a mount namespace of its own: the build folder is
shared and only what the room adds is compiled. Where the machine allows no overlay (a container without namespaces), the
copy is made file by file and everything is compiled: the same test, some minutes longer. With CI in the environment, whose
checkout nobody works in, the room is then written into the checkout itself and taken out again.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/new-room.md"
SUITES = "SleepTests|HouseTests|FrontDoorTests.(PermissionTests|FeatureTests)"

# A path in bold, where it goes if not into a new file, then the block.
BLOCK = re.compile(
    r"^\*\*`(?P<path>[^`]+)`\*\*(?:, (?P<side>above|below) the line that begins with `(?P<anchor>[^`]+)`:)?\n\n"
    r"```\w*\n(?P<text>.*?)^```$",
    re.M | re.S,
)


def write_room(root: pathlib.Path) -> list[str]:
    """Does to a checkout what the page says; answers the files it touched."""
    touched = []
    page = PAGE.read_text()
    for block in BLOCK.finditer(page):
        path = root / block["path"]
        if block["anchor"] is None:
            if path.exists():
                sys.exit(f"{block['path']} is there already.")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"])
        else:
            lines = path.read_text().splitlines(keepends=True)
            places = [n for n, line in enumerate(lines) if line.strip().startswith(block["anchor"])]
            if len(places) != 1:
                sys.exit(f"docs/new-room.md: {len(places)} lines of {block['path']} begin with {block['anchor']!r}.")
            lines.insert(places[0] + (block["side"] == "below"), block["text"])
            path.write_text("".join(lines))
        touched.append(block["path"])
    named = len(re.findall(r"^\*\*`", page, re.M))
    if len(touched) != named or named < 10:
        sys.exit(f"docs/new-room.md names {named} files, and {len(touched)} of them have a block below their name.")
    return touched


def run(command: str, folder: pathlib.Path) -> None:
    print(f"$ {command}", flush=True)
    if subprocess.run(command, shell=True, cwd=folder).returncode:
        sys.exit(f"The room of docs/new-room.md fails: {command}")


def prove(folder: pathlib.Path) -> None:
    """Runs inside the copy."""
    began = time.monotonic()
    touched = write_room(folder)
    own = ("Sources/Features/Sleep/", "Tests/Features/Sleep/", "Tests/FrontDoor/permissions/Sleep.csv")
    outside = sorted({path for path in touched if not path.startswith(own)})
    if outside != ["Package.swift", "Sources/wayfellow/Features.swift", "Tests/House/migrations.txt"]:
        sys.exit(f"A room touches three files outside its folders, not {outside}.")
    files = " ".join(path for path in touched if path.endswith(".swift"))
    run(f"swift format lint --strict {files}", folder)
    run("swift build --build-tests --quiet", folder)
    # One after another, as bin/test runs them; the page promises this line.
    run(f"swift test --skip-build --no-parallel --filter '{SUITES}'", folder)
    see_it_served(folder)
    print(f"The room of docs/new-room.md stands: {len(touched)} blocks, {time.monotonic() - began:.0f} s.")


def see_it_served(folder: pathlib.Path) -> None:
    """The program as a person runs it: the room's command, and what it adds to pages of others."""
    with tempfile.TemporaryDirectory(prefix="wayfellow-sleep-") as data:
        program = str(folder / ".build/debug/wayfellow")
        environment = {**os.environ, "WAYFELLOW_CONTENT": str(folder)}
        with subprocess.Popen(
            [program, "serve", "--data", data, "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment
        ) as server:
            address = server.stdout.readline().strip().split(" ")[-1]
            try:
                for page in ["conditions/insomnia", "search?q=sleep"]:
                    with urllib.request.urlopen(address + page) as answer:
                        if "How do you sleep?" not in answer.read().decode():
                            sys.exit(f"The room of docs/new-room.md is not seen on /{page}.")
                count = [program, "sleep", "count", "--data", data]
                said = subprocess.run(count, capture_output=True, text=True, env=environment)
                if said.stdout != "0 nights\n":
                    sys.exit(f"`wayfellow sleep count` says: {said.stdout}{said.stderr}")
            finally:
                server.terminate()


def over(root: pathlib.Path, layers: pathlib.Path) -> bool:
    """Tries the overlay and runs in it; false where the machine does not allow one."""
    (layers / "upper").mkdir()
    (layers / "work").mkdir()
    script = (
        # 77: no overlay here.
        'mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work$3" "$1" || exit 77\n'
        'cd "$1" && exec "$4" Tests/NewRoom/build.py --inside'
    )
    namespace, options = (["unshare", "-m"], "") if os.geteuid() == 0 else (["unshare", "-Urm"], ",userxattr")
    command = namespace + ["sh", "-c", script, "sh", str(root), str(layers), options, sys.executable]
    try:
        code = subprocess.run(command).returncode
    except FileNotFoundError:
        return False
    if code and (layers / "upper/docs/.entered").exists():
        sys.exit(code)
    return code == 0


def is_as_committed() -> bool:
    """Whether nothing of anybody's can be lost by taking everything back that is written into the checkout."""
    status = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True)
    return status.returncode == 0 and not status.stdout


def prove_here() -> None:
    """The room in the checkout itself."""
    print("This machine allows no overlay: the room is built in the checkout and taken out again.")
    try:
        prove(ROOT)
    finally:
        subprocess.run("git checkout -q . && git clean -qfd Sources Tests", shell=True, cwd=ROOT, check=True)


def main() -> None:
    if sys.argv[1:2] == ["--write"]:
        for path in write_room(pathlib.Path(sys.argv[2])):
            print(path)
        return
    if sys.argv[1:2] == ["--inside"]:
        # Tells the outside that the overlay stands, whatever comes of the room.
        (ROOT / "docs/.entered").touch()
        prove(ROOT)
        return
    with tempfile.TemporaryDirectory(prefix="wayfellow-new-room-") as folder:
        layers = pathlib.Path(folder)
        if over(ROOT, layers):
            return
        if os.environ.get("CI") and is_as_committed():
            return prove_here()
        print("This machine allows no overlay: the room is built in a copy from nothing, which takes minutes.")
        copy = layers / "copy"
        shutil.copytree(ROOT, copy, symlinks=True, ignore=shutil.ignore_patterns(".build", ".git", "var"))
        prove(copy)


if __name__ == "__main__":
    main()
