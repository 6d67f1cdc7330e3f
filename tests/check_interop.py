#!/usr/bin/env python3
"""Verifies issued tokens with the PyPI package `cwt`, its keys from a running service's jwks.json, and opens the
key files with OpenSSL and the PyPI package `cryptography`.

usage: check_interop.py ABSAH DATA CERTIFICATES.csv

Every `DATA/keys/*.pem` must be opened by its passphrase (`DATA/keys/passphrase`, as `absah demo` keeps it) and by
no other, and have the public half that lies beside it.

Starts `ABSAH serve --data DATA` on a free loopback port. Every token of CERTIFICATES.csv must verify with
the key that its kid names, carry the row's number, name and scheme, and be accepted as a CWT (exp, nbf) by
the clock of this machine; with one byte changed, none may. Needs cbor2, cryptography, cwt and openssl.
"""
import base64
import contextlib
import csv
import json
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import cbor2
import cwt
from cryptography.hazmat.primitives import serialization

EDDSA, OKP, ED25519 = -8, 1, 6  # IANA COSE registries
STARTS_WITHIN = 10  # seconds


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read()


@contextlib.contextmanager
def serving(absah, data):
    """A service for as long as the block lasts; its address."""
    address = f"127.0.0.1:{free_port()}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([absah, "serve", "--data", data, "--listen", address], stdout=log, stderr=log)
        try:
            for _ in range(STARTS_WITHIN * 10):
                with contextlib.suppress(OSError):
                    fetch(f"http://{address}/healthz")
                    break
                if process.poll() is not None:
                    break
                time.sleep(0.1)
            else:
                print(f"serve answered nothing on /healthz within {STARTS_WITHIN} s", file=sys.stderr)
            if process.poll() is not None:
                log.seek(0)
                sys.exit(f"serve stopped by itself: {log.read().decode(errors='replace')[-500:]}")
            yield f"http://{address}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def keys(jwks):
    """The keys of a JWK set, by kid: 8 bytes in the token, base64url of them in JSON."""
    found = {}
    for jwk in jwks["keys"]:
        assert (jwk["kty"], jwk["crv"]) == ("OKP", "Ed25519"), jwk
        kid = from_base64url(jwk["kid"])
        found[kid] = cwt.COSEKey.new({1: OKP, 2: kid, 3: EDDSA, -1: ED25519, -2: from_base64url(jwk["x"])})
    return found


def fault(token, row, known):
    """What is wrong with one token; None where nothing is."""
    protected, _, _, _ = cbor2.loads(token).value
    key = known.get(cbor2.loads(protected)[4])
    if key is None:
        return "its kid is not in jwks.json"
    try:
        claims = cbor2.loads(cwt.COSE.new().decode(token, key))
        cwt.decode(token, key)
    except Exception as error:  # the package raises many kinds; each means "not verified"
        return f"not verified: {error!r}"
    certificate = claims[-70001]
    if (claims[7].decode(), certificate[1], certificate[2]) != (row["number"], row["name"], row["scheme"]):
        return f"says {claims[7]} {certificate}"
    changed = bytearray(token)
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    try:
        cwt.COSE.new().decode(bytes(changed), key)
    except Exception:  # as above, and what the change made unreadable
        return None
    return "verifies with a changed byte"


def run(*command, given=None):
    """What a program answers, in bytes; None where it fails."""
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def by_openssl(file, passphrase):
    """The public half of a key file by OpenSSL; None where it is not opened. `openssl pkey` takes 32 MiB for scrypt at
    most, and a file wants 128: so its parts, as `docs/keys.md` shows."""
    parts = run("openssl", "asn1parse", "-in", str(file)).decode()
    salt, iv, sealed = re.findall(r"OCTET STRING +\[HEX DUMP\]:([0-9A-F]+)", parts)
    n, r, p = (int(number, 16) for number in re.findall(r"INTEGER +:([0-9A-F]+)", parts))
    options = [f"pass:{passphrase}", f"hexsalt:{salt}", f"n:{n}", f"r:{r}", f"p:{p}", f"maxmem_bytes:{2**28}"]
    options = [word for option in options for word in ("-kdfopt", option)]
    key = run("openssl", "kdf", "-keylen", "32", *options, "SCRYPT").decode().strip().replace(":", "")
    plain = run("openssl", "enc", "-d", "-aes-256-cbc", "-K", key, "-iv", iv, given=bytes.fromhex(sealed))
    half = plain and run("openssl", "pkey", "-inform", "DER", "-pubout", given=plain)
    return half.decode() if half else None


def by_cryptography(file, passphrase):
    """The same by the package `cryptography`."""
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), passphrase.encode())
    except ValueError:
        return None
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def check_key_files(keys):
    """Faults of the key files in a directory, and how many there are."""
    passphrase = (keys / "passphrase").read_text().strip()
    files = [file for file in sorted(keys.glob("*.pem")) if not file.name.endswith(".pub.pem")]
    faults = []
    for file in files:
        beside = file.with_suffix(".pub.pem").read_text()
        for tool, opened in {"openssl": by_openssl, "cryptography": by_cryptography}.items():
            if opened(file, passphrase) != beside:
                faults.append((file.name, f"{tool} does not read it as the private half of the key beside it"))
            if opened(file, passphrase + "?") is not None:
                faults.append((file.name, f"{tool} opens it with another passphrase"))
    return faults, len(files)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    absah, data, certificates = sys.argv[1:]
    random.seed(7)
    with open(certificates, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with serving(absah, data) as site:
        known = keys(json.loads(fetch(f"{site}/.well-known/jwks.json")))
    faults = [(row["number"], fault(from_base64url(row["token"]), row, known)) for row in rows]
    faults = [(number, what) for number, what in faults if what]
    for number, what in faults:
        print(f"{number}: {what}", file=sys.stderr)
    print(f"{len(rows)} tokens verified by another implementation, {len(faults)} faults")
    closed, files = check_key_files(pathlib.Path(data) / "keys")
    for name, what in closed:
        print(f"{name}: {what}", file=sys.stderr)
    print(f"{files} key files opened by two other programs, {len(closed)} faults")
    return 1 if faults or closed or not rows or not files else 0


if __name__ == "__main__":
    sys.exit(main())
