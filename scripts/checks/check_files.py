"""No file past 600 lines, nothing left to do in a comment, text files as every editor expects them."""

import re

import house

kinds = ["hpp", "cpp", "sql", "cmake", "py", "sh", "mjs", "ts", "tsx", "css", "md"]
sources = house.files(*(f"{folder}/**/*.{kind}" for kind in kinds for folder in ("src", "web", "tests", "bench", "scripts", "cmake", "docs")),
                      "*.md", "run", "test", ".ci/run", "**/CMakeLists.txt")
# Spelled apart, so that this file does not find itself.
left_over = re.compile(r"\b(TO" r"DO|FIX" r"ME|HA" r"CK)\b")
for path in sources:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        house.fault(path, 0, "is not UTF-8")
        continue
    lines = text.split("\n")
    if len(lines) > 601:
        house.fault(path, 0, f"{len(lines) - 1} lines; split it where it speaks of two things (600 at most)")
    for number, line in enumerate(lines, 1):
        if left_over.search(line):
            house.fault(path, number, f"left over: {line.strip()[:80]}")
        if "\t" in line and path.suffix in (".cpp", ".hpp", ".ts", ".tsx", ".mjs", ".py"):
            house.fault(path, number, "a tab")
        if line.endswith("\r"):
            house.fault(path, number, "ends in CR LF")
    if text and not text.endswith("\n"):
        house.fault(path, len(lines), "the last line has no end")
house.end(len(sources))
