"""Asks whether a pinned package has a known vulnerability: 1 if so, and a line where nobody could be asked."""

import json
import subprocess
import sys

asked = subprocess.run(
    ["pip-audit", "--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json", "-r", ".ci/requirements.txt"],
    capture_output=True,
    text=True,
    check=False,
)
if not asked.stdout:  # a mistake in the list of packages is no missing network
    reason = (asked.stderr.strip().splitlines() or ["no answer"])[-1]
    print(f"not audited: no advisories could be asked for: {reason}")
    sys.exit("Connection" not in asked.stderr and "Timeout" not in asked.stderr)
packages = json.loads(asked.stdout)["dependencies"]
unknown = [package for package in packages if "skip_reason" in package]
faulty = [(package, fault) for package in packages for fault in package.get("vulns", ())]
for package, fault in faulty:
    print(f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}")
print(f"{len(packages) - len(unknown)} of {len(packages)} packages audited, {len(faulty)} known vulnerabilities")
if unknown:
    print(f"not audited: the index has no advisories on {len(unknown)} packages, such as {unknown[0]['name']}")
sys.exit(bool(faulty))
