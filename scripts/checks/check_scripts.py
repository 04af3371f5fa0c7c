"""Shell scripts pass shellcheck and can be started; package lists give a reason for each line."""

import os
import re
import subprocess

import house

scripts = [path for path in house.files("run", "test", ".ci/run", "scripts/*", "packaging/*", "tests/program/*") if path.suffix in ("", ".sh")
           and path.read_text(encoding="utf-8").startswith(("#!/usr/bin/env bash", "# shellcheck shell=bash", "#!/bin/sh"))]
answer = subprocess.run(["shellcheck", "-x", "-f", "gcc", *map(str, scripts)], cwd=house.root, capture_output=True, text=True, check=False)
for line in answer.stdout.splitlines():
    house.faults.append(line.replace(f"{house.root}/", ""))
for path in scripts:
    text = path.read_text(encoding="utf-8")
    if text.startswith("#!"):
        if not os.access(path, os.X_OK):
            house.fault(path, 0, "cannot be started: chmod +x")
        stop = "set -e\n" if text.startswith("#!/bin/sh") else "set -euo pipefail"
        if stop not in text:
            house.fault(path, 0, f"does not stop at an error: {stop.strip()}")

lists = house.files("scripts/packages", "scripts/packages.test", "scripts/packages.deb")
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
