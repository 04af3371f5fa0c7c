"""Dependencies point one way: base <- db <- records <- modules <- app, base <- http <- modules.

A module sees another only through the one header it shows, modules/<m>/<m>.hpp. Heavy libraries
stay in the folder that wraps them. A .cpp includes its own header first, so that each header is
proved to stand alone. Standard headers that newer compilers no longer bring along are included, by the
file or by one of ours. No exceptions: what does not fit belongs elsewhere.
"""

import re

import house

sees = {
    "base": {"base"},
    "db": {"base", "db"},
    "http": {"base", "http"},
    "records": {"base", "db", "records"},
    "modules": {"base", "db", "records", "http", "modules"},
    "app": {"base", "db", "records", "http", "modules", "app"},
}
owners = {
    r"simdjson": ("base",),
    r"spdlog/": ("base",),
    r"unicode/": ("base",),
    r"date/": ("base",),
    r"boost/": ("http",),
    r"(zlib\.h|brotli/)": ("http",),
    r"sqlite3": ("db",),
    r"sodium": ("modules/identity", "modules/collaboration/files", "app/backup"),
    r"CLI/": ("app",),
}

needed = {
    "cstdint": r"\bstd::u?int(8|16|32|64)_t\b",
    "algorithm": r"\bstd::(min|max|clamp|sort|stable_sort|find_if|any_of|all_of|none_of|lower_bound|upper_bound|count_if"
                 r"|remove_if|transform|reverse|unique|max_element|min_element|ranges::\w+)\s*\(",
    "cstring": r"\bstd::(memcpy|memcmp|memchr|memmove|strlen|strerror)\s*\(",
}
brought = {}


def brings(path):
    """The standard headers a file includes, by itself or through ours."""
    if path not in brought:
        brought[path] = set()
        for quote, name in re.findall(r'^#include ([<"])([^">]+)[">]', path.read_text(encoding="utf-8"), re.MULTILINE):
            inner = house.root / "src" / name
            if quote == "<":
                brought[path].add(name)
            elif inner.exists():
                brought[path] |= brings(inner)
    return brought[path]


sources = house.files("src/**/*.hpp", "src/**/*.cpp")
for path in sources:
    here = path.relative_to(house.root / "src")
    layer = here.parts[0]
    if layer not in sees:
        house.fault(path, 0, f"src/{layer} is no layer of the house: {', '.join(sees)}")
        continue
    module = here.parts[1] if layer == "modules" and len(here.parts) > 2 else None
    text = house.without_comments(path.read_text(encoding="utf-8"))
    includes = [(house.line_of(text, m.start()), m.group(1), m.group(2))
                for m in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', text, re.MULTILINE)]
    for line, quote, name in includes:
        for library, folders in owners.items():
            if re.match(library, name) and not any(here.as_posix().startswith(f"{f}/") for f in folders):
                house.fault(path, line, f"<{name}> belongs in src/{' or src/'.join(folders)}, behind our own types")
        if quote == "<" or name.startswith("embedded/"):
            continue
        if name.startswith("support/") and path.stem.endswith("_test"):  # what tests share, tests/support
            continue
        parts = name.split("/")
        if len(parts) < 2:
            house.fault(path, line, f'"{name}": write the path from src/')
            continue
        if parts[0] not in sees[layer]:
            house.fault(path, line, f'"{name}": src/{layer} may include {", ".join(sorted(sees[layer]))} only')
        elif parts[0] == "modules" and len(parts) > 2 and parts[1] != module:
            if name != f"modules/{parts[1]}/{parts[1]}.hpp":
                house.fault(path, line, f'"{name}": outside of it, a module is seen through modules/{parts[1]}/{parts[1]}.hpp only')
    if path.suffix == ".hpp" and "#pragma once" not in text:
        house.fault(path, 1, "#pragma once is missing")
    for header, use in needed.items():
        match = re.search(use, text)
        if match and header not in brings(path):
            house.fault(path, house.line_of(text, match.start()), f"{match.group(0).rstrip('(')} needs <{header}>")
    own = path.with_suffix(".hpp")
    if path.suffix == ".cpp" and own.exists():
        wanted = own.relative_to(house.root / "src").as_posix()
        if not includes or includes[0][2] != wanted:
            house.fault(path, includes[0][0] if includes else 1, f'its own header "{wanted}" comes first')
house.end(len(sources))
