#!/usr/bin/env bash
# Makes the Debian package of a build, and looks at it without installing it: tests/program/package.sh build/test
set -euo pipefail
build=$(cd -- "$1" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed() {
    printf 'package: %s\n' "$*" >&2
    exit 1
}

cpack --config "$build/CPackConfig.cmake" -B "$work/made" >"$work/log" 2>&1 || { cat "$work/log"; failed 'it cannot be made'; }
packages=("$work"/made/kith_*.deb)
deb=${packages[0]}
[[ -f $deb ]] || failed 'none was made'

fields=$(dpkg-deb --field "$deb" Package Depends Maintainer Description Installed-Size)
for wanted in 'Package: kith' 'libsqlite3-0' 'libsodium' 'libstdc++6' 'adduser' 'tzdata'; do
    [[ $fields == *"$wanted"* ]] || failed "its control file lacks $wanted:" "$fields"
done
contents=$(dpkg-deb --contents "$deb")
while read -r mode path; do
    line=$(grep -E " \\./?$path\$" <<<"$contents") || failed "it lacks $path:" "$contents"
    [[ $line == "$mode root/root "* ]] || failed "$path is to be $mode and root's: $line"
done <<'END'
-rwxr-xr-x usr/bin/kith
-rw-r--r-- etc/kith/kith.conf
-rw-r--r-- usr/lib/systemd/system/kith.service
-rw-r--r-- usr/share/doc/kith/copyright
-rw-r--r-- usr/share/doc/kith/changelog.gz
END
outside=$(awk '{ print $6 }' <<<"$contents" | grep -vE '^\./((usr|etc)/.*)?$|^\./(usr|etc)$' || true)
[[ -z $outside ]] || failed "it holds what belongs elsewhere: $outside"

dpkg-deb --control "$deb" "$work/control"
for script in postinst prerm postrm; do
    [[ -x $work/control/$script ]] || failed "$script cannot be started"
    sh -n "$work/control/$script"
done
[[ $(<"$work/control/conffiles") == /etc/kith/kith.conf ]] || failed 'the settings are no conffile'

dpkg-deb --extract "$deb" "$work/root"
(cd "$work/root" && md5sum --quiet --check "$work/control/md5sums") || failed 'its sums are wrong'
[[ $(zcat "$work/root/usr/share/doc/kith/changelog.gz" | head -n 1) == "kith ("* ]] || failed 'its changelog is none'
kith="$work/root/usr/bin/kith"
"$kith" --version >/dev/null
# The settings it brings are read, and what they leave out by # is the standard.
held=$(env -i PATH="$PATH" "$kith" config --json --config "$work/root/etc/kith/kith.conf")
python3 - "$held" "$work/root/etc/kith/kith.conf" <<'END'
import json
import re
import sys

settings = {one["name"]: one for one in json.loads(sys.argv[1])["settings"]}
assert settings["data"]["value"] == "/var/lib/kith", settings["data"]
assert all(one["source"] == "standard" for name, one in settings.items() if name != "data"), settings
for name, value in re.findall(r"^# ([a-z_]+) = ?(.*)$", open(sys.argv[2], encoding="utf-8").read(), re.M):
    assert name in settings, f"{name} is no setting"
    if name not in ("db", "trusted_proxies"):
        assert settings[name]["standard"] == value, f"{name} = {value}, and the standard is {settings[name]['standard']}"
END

if command -v systemd-analyze >/dev/null; then
    sed "s,/usr/bin/kith,$kith," "$work/root/usr/lib/systemd/system/kith.service" >"$work/kith.service"
    said=$(systemd-analyze verify --recursive-errors=no "$work/kith.service" 2>&1) || failed "its unit is wrong: $said"
    [[ -z $said ]] || failed "its unit is wrong: $said"
fi
printf 'package: %s, %s bytes\n' "$(basename "$deb")" "$(stat -c %s "$deb")"
