"""Shell scripts pass shellcheck and can be started; package lists give a reason for each line."""

import os
import re
import subprocess

import house

scripts = [path for path in house.files("run", "test", ".ci/run", "scripts/*") if path.suffix in ("", ".sh")
           and path.read_text(encoding="utf-8").startswith(("#!/usr/bin/env bash", "# shellcheck shell=bash"))]
answer = subprocess.run(["shellcheck", "-x", "-f", "gcc", *map(str, scripts)], cwd=house.root, capture_output=True, text=True, check=False)
for line in answer.stdout.splitlines():
    house.faults.append(line.replace(f"{house.root}/", ""))
for path in scripts:
    text = path.read_text(encoding="utf-8")
    if text.startswith("#!"):
        if not os.access(path, os.X_OK):
            house.fault(path, 0, "cannot be started: chmod +x")
        if "set -euo pipefail" not in text:
            house.fault(path, 0, "does not stop at an error: set -euo pipefail")

lists = house.files("scripts/packages", "scripts/packages.test")
names = set()
for path in lists:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        match = re.fullmatch(r"([a-z0-9][a-z0-9.+-]+)(:[\w.+-]+)?  # \S.*", line)
        if not match:
            house.fault(path, number, "a line is: name[:command]  # why")
        elif match.group(1) in names:
            house.fault(path, number, f"{match.group(1)} is listed already")
        else:
            names.add(match.group(1))
house.end(len(scripts) + len(lists))
