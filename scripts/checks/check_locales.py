"""Every message has its text: en and nb hold the same keys with the same {places}, and each error
code and text key that the C++ names is in a catalogue. A key that nothing names any more is gone."""

import json
import re

import house

catalogue = {"en": {}, "nb": {}}
paths = house.files("src/**/locales/*.json")


def once(pairs):
    seen = {}
    for key, value in pairs:
        if key in seen:
            raise ValueError(f"{key} stands there twice")
        seen[key] = value
    return seen


for path in paths:
    language = path.stem
    if language not in catalogue:
        catalogue[language] = {}
    try:
        texts = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
    except ValueError as error:
        house.fault(path, 0, f"is not a catalogue: {error}")
        continue
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            house.fault(path, 0, f"{key} has no text")
        elif key in catalogue[language] and catalogue[language][key][1] != text:
            house.fault(path, 0, f"{key} has other words in {catalogue[language][key][0].relative_to(house.root)}")
        else:
            catalogue[language][key] = (path, text)


def places(text):
    return sorted(set(re.findall(r"\{([a-z]\w*)[,}]", text)))


for key, (path, text) in catalogue["en"].items():
    for language, texts in catalogue.items():
        if key not in texts:
            house.fault(path, 0, f"{key} is missing in {language}")
        elif places(texts[key][1]) != places(text):
            house.fault(texts[key][0], 0, f"{key}: places {places(texts[key][1])}, in English {places(text)}")
for language, texts in catalogue.items():
    for key, (path, _) in texts.items():
        if key not in catalogue["en"]:
            house.fault(path, 0, f"{key} is missing in en")

# What the code names: a literal where an error's code stands, and any that has the form of a key and
# begins as one does. A log event's name looks the same and is none.
key = r'"([a-z][a-z0-9_]*(?:\.[a-z0-9_]*[a-z0-9])+)"'
meant = [rf"ErrorKind::\w+\s*,\s*{key}", rf"\bcode\s*=\s*{key}", rf"\bFieldError\s*\{{[^{{}};]*?,\s*{key}"]
event = rf"\blog::\w+\s*\(\s*{key}"
areas = {name.split(".")[0] for name in catalogue["en"]}
everything = ""
sources = [path for path in house.files("src/**/*.cpp", "src/**/*.hpp", "src/**/*.json", "src/**/*.sql") if "locales" not in path.parts]
for path in sources:
    raw = path.read_text(encoding="utf-8")
    if path.suffix not in (".cpp", ".hpp"):
        everything += raw
        continue
    text = house.without_comments(raw)
    if path.name.endswith("_test.cpp"):
        continue
    everything += text
    events = {match.start(1) for match in re.finditer(event, text)}
    named = {}
    for pattern in (*meant, key):
        for match in re.finditer(pattern, text):
            if match.start(1) not in events and (pattern is not key or match.group(1).split(".")[0] in areas):
                named.setdefault(match.group(1), house.line_of(text, match.start(1)))
    for code, line in named.items():
        if code not in catalogue["en"]:
            house.fault(path, line, f"{code} has no text in any catalogue")

literals = set(re.findall(r'"([^"\n]*)"', everything))
starts = {literal for literal in literals if re.fullmatch(r"[a-z][a-z0-9_]*\.([a-z0-9_]+[._])*", literal)}
for name, (path, _) in catalogue["en"].items():
    if name not in literals and not any(name.startswith(start) for start in starts):
        house.fault(path, 0, f"{name} is named nowhere")
house.end(len(paths) + len(sources))
