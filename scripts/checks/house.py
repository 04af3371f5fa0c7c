"""What the checks share: the project's files, faults with file and line, how a check ends."""

import re
import sys
from pathlib import Path

root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
faults = []


def files(*patterns):
    """Files below the root, by glob, sorted; never what a build or npm made."""
    found = set()
    for pattern in patterns:
        found.update(path for path in root.glob(pattern) if path.is_file())
    skipped = {"node_modules", "dist", "build", ".git"}
    return sorted(path for path in found if not skipped & set(path.relative_to(root).parts))


def fault(path, line, text):
    name = path.relative_to(root) if isinstance(path, Path) else path
    faults.append(f"{name}:{line}: {text}" if line else f"{name}: {text}")


def without_comments(source):
    """C++ with its comments blanked, strings kept, lines where they were."""
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''

    def blank(match):
        text = match.group(0)
        return re.sub(r"[^\n]", " ", text) if text.startswith("/") else text

    return re.sub(pattern, blank, source, flags=re.DOTALL)


def line_of(source, position):
    return source.count("\n", 0, position) + 1


def end(looked_at):
    if faults:
        print("\n".join(faults))
        print(f"{len(faults)} fault(s)")
        sys.exit(1)
    if not looked_at:
        print("nothing to look at: the check has lost its files")
        sys.exit(1)
    print(f"{looked_at} looked at, nothing wrong")
