#!/usr/bin/env python3
"""Reads the signed lists of a running service with libraries that others wrote.

usage: check_lists.py ABSAH DATA CERTIFICATES.csv

Starts `ABSAH serve --data DATA`. Every status list in its CWT form must verify with the PyPI package `cwt` and
the status key that the trust list names, and give each certificate of CERTIFICATES.csv the state that the
service answers. Where Node.js is there, check_lists.mjs does the same with the JWT forms, and reads the trust
list with the root's public key; NODE_PATH names its packages.
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib

import cbor2
import cwt

from check_interop import ED25519, EDDSA, OKP, fetch, from_base64url, serving

STATES = ["valid", "revoked", "suspended", "superseded"]
LISTED_WITHIN = 15  # seconds: status keys are opened first (scrypt)


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


def get(url, accept):
    with urllib.request.urlopen(urllib.request.Request(url, headers={"accept": accept}), timeout=5) as answer:
        return answer.read(), answer.headers["content-type"]


def await_lists(site):
    for _ in range(LISTED_WITHIN * 10):
        try:
            return fetch(f"{site}/status/klining/0")
        except urllib.error.HTTPError:
            time.sleep(0.1)
    sys.exit(f"no status list within {LISTED_WITHIN} s")


def certificates(site, rows):
    """Each certificate's place in its status list, from its bytes, and its state, from the service."""
    for row in rows:
        _, _, payload, _ = cbor2.loads(from_base64url(row["token"])).value
        number, index = cbor2.loads(payload)[-70001][4]
        verdict = post(f"{site}/api/v1/verify", {"token": row["token"]})
        yield {"number": row["number"], "lsp": verdict["issuer"]["id"], "list": number, "index": index,
               "state": verdict["status"]["state"]}


def entries(site, lsp, key):
    """The entries of an LSP's first list, read from its CWT."""
    name = cwt.COSEKey.new({1: OKP, 2: from_base64url(key["kid"]), 3: EDDSA, -1: ED25519, -2: from_base64url(key["x"])})
    body, kind = get(f"{site}/status/{lsp}/0", "application/statuslist+cwt")
    assert kind == "application/statuslist+cwt", kind
    claims = cbor2.loads(cwt.COSE.new().decode(body, name))
    assert claims[2].endswith(f"/status/{lsp}/0") and claims[4] - claims[6] == 7 * 24 * 3600 and claims[65534] > 0, claims
    changed = bytearray(body)
    changed[len(changed) // 2] ^= 1
    try:
        cwt.COSE.new().decode(bytes(changed), name)
    except Exception:  # the package raises many kinds; each means "not verified"
        pass
    else:
        raise AssertionError("verifies with a changed byte")
    assert claims[65533]["bits"] == 2
    return zlib.decompress(claims[65533]["lst"])


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    absah, data, file = sys.argv[1:]
    with open(file, encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    with serving(absah, data) as site:
        await_lists(site)
        expected = list(certificates(site, rows))
        _, payload, _ = fetch(f"{site}/trust.jwt").decode().split(".")
        trust = json.loads(from_base64url(payload))
        faults, lists = 0, {}
        for lsp in trust["lsps"]:
            key = next(key for key in lsp["keys"] if (key["use"], key["state"]) == ("status", "active"))
            lists[lsp["id"]] = entries(site, lsp["id"], key)
        for certificate in expected:
            index = certificate["index"]
            state = STATES[lists[certificate["lsp"]][index // 4] >> index % 4 * 2 & 3]
            if state != certificate["state"]:
                faults += 1
                print(f"{certificate['number']}: {state}, expected {certificate['state']}", file=sys.stderr)
        print(f"cwt: {len(lists)} status lists, {len(expected)} statuses, {faults} faults")
        if not shutil.which("node") or not os.environ.get("NODE_PATH"):
            print("SKIPPED: no Node.js, so jose and @sd-jwt/jwt-status-list read nothing")
            return 1 if faults else 0
        with tempfile.NamedTemporaryFile("w", suffix=".json") as told:
            json.dump(expected, told)
            told.flush()
            script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "check_lists.mjs")
            node = subprocess.run(["node", script, site, os.path.join(data, "keys/root-1.pub.pem"), told.name])
        return 1 if faults or node.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
