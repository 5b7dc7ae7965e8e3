"""Asks whether a pinned package has a known vulnerability: 1 if so, or where the list of packages can't be read.

One service after the other is asked, until each package has been audited by one. What none could be asked about is named: where
there is no network, or only an index without advisories, that is no fault of the pins.
"""

import json
import subprocess
import sys

SERVICES = ("pypi", "osv", "esms")  # as pip-audit calls them
UNREACHABLE = ("Connection", "Timeout", "timed out", "HTTPError", "ServiceError")
PINS = ["--require-hashes", "--disable-pip", "-r", ".ci/requirements.txt"]


def asked(service):
    """Return what a service says of each package by name, or None where it can't be asked."""
    command = ["pip-audit", "-s", service, "--progress-spinner=off", "--timeout=10", "--format=json", *PINS]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    if answer.stdout.strip():
        return {package["name"]: package for package in json.loads(answer.stdout)["dependencies"]}
    reason = (answer.stderr.strip().splitlines() or ["no answer"])[-1]
    if not any(sign in answer.stderr for sign in UNREACHABLE):  # a mistake in the list of packages is no missing network
        print(f"not audited: {reason}")
        sys.exit(1)
    print(f"{service} can't be asked: {reason[:200]}")
    return None


packages = {}
for service in SERVICES:
    said = asked(service) or {}
    known = [name for name, package in said.items() if "skip_reason" not in package]
    if said:
        print(f"{service} has advisories on {len(known)} of {len(said)} packages")
    packages |= {name: package for name, package in said.items() if name not in packages or "skip_reason" in packages[name]}
    if packages and not any("skip_reason" in package for package in packages.values()):
        break

faulty = [(package, fault) for package in packages.values() for fault in package.get("vulns", ())]
for package, fault in faulty:
    print(f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}")
unaudited = [name for name, package in packages.items() if "skip_reason" in package]
if len(unaudited) == len(packages):
    print("NOTHING WAS AUDITED: none of the services has advisories that can be asked for here")
else:
    print(f"{len(packages) - len(unaudited)} of {len(packages)} packages audited, {len(faulty)} known vulnerabilities")
    if unaudited:
        print(f"not audited: {', '.join(unaudited)}")
sys.exit(bool(faulty))
