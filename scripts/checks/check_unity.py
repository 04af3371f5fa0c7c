"""Files of one library can be compiled as one (the quick build of ./run; the demo's vocabularies are not): no two of them
give their own names, those in an unnamed namespace, alike within one namespace of the library."""

import re

import house

# A definition at the left margin, as our format leaves them inside namespaces.
named = re.compile(
    r"^(?=\S)(?:template\s*<.*>\s*)?(?:\[\[\w+\]\]\s*)?(?:(?:inline|static|constexpr|const|thread_local)\s+)*"
    r"(?:(?:struct|class|enum class|enum|union)\s+(?P<type>\w+)"
    r"|using\s+(?P<alias>\w+)\s*="
    r"|(?!return|using|namespace|template|typedef|friend|static_assert|case|else)[\w:<>,&*\s\[\]()]*?[\s&*>](?P<name>\w+)\s*(?P<open>[({=;\[]))")


def parameters(text, start):
    """The types of a parameter list, names and spaces left out: tells overloads apart."""
    depth, end = 1, start
    while end < len(text) and depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    parts = re.split(r",(?![^<(]*[>)])", text[start:end - 1])
    return ",".join(re.sub(r"\s*\b\w+\s*(=.*)?$", "", part.strip()) for part in parts)


seen = {}
sources = [path for path in house.files("src/**/*.cpp")
           if not path.name.endswith("_test.cpp") and not path.name.startswith("words_")]
for path in sources:
    text = house.without_comments(path.read_text(encoding="utf-8"))
    library = path.relative_to(house.root / "src").parts[0]
    outer, unnamed, position = "", False, 0
    for line in text.split("\n"):
        if match := re.match(r"namespace\s+([\w:]+)\s*\{", line):
            outer, unnamed = match.group(1), False
        elif re.match(r"namespace\s*\{", line):
            unnamed = True
        elif unnamed and re.match(r"\}\s*(//.*)?$", line):
            # A definition's own closing brace ends here too; only the namespace's has none open.
            before = text[:position]
            unnamed = before.count("{") - before.count("}") > 2
        elif unnamed and (match := named.match(line)):
            name = match.group("type") or match.group("alias") or match.group("name")
            key = name
            if match.group("open") == "(":
                key += "(" + parameters(text, position + match.end()) + ")"
            first = seen.setdefault((library, outer, key), (path, text.count("\n", 0, position) + 1))
            if first[0] != path:
                house.fault(path, text.count("\n", 0, position) + 1,
                            f"{key} of {outer} is also in {first[0].relative_to(house.root)}:{first[1]}: name one for what it does")
        position += len(line) + 1
house.end(len(sources))
