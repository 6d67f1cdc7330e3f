#!/usr/bin/env python3
"""The drill of docs/stolen-key.md: a key with thousands of certificates is stolen and declared compromised.

usage: drill.py ABSAH [CERTIFICATES [slipped]]        (10,000 unless said; needs cbor2 and cryptography)

An LSP that is its own root issues CERTIFICATES, serves, and a verifier follows. The key is copied, forgeries are
made with it, then the commands of the drill are run. Every genuine certificate must stay valid and every
forgery become untrusted: on the issuer, on the verifier, and offline. With `slipped` the thief has the database
too and has put a forgery into one certificate's row: that one is not honoured, and all others of its batch are. Not
part of CI: it takes minutes.
"""
import base64
import contextlib
import csv
import glob
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from check_interop import fetch, free_port, from_base64url

PASSPHRASE = "kata sandi latihan"
FORGERIES = 1000
REFRESH = 2  # seconds between two looks of the verifier
LSPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../templates/demo/lsps.json")


def der(data):
    """The primitive values of a DER structure, in order: tag and content."""
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(data[at:at + size], "big"), at + size
        content, at = data[at:at + length], at + length
        if tag & 0x20:
            yield from der(content)
        else:
            yield tag, content


def open_key(path, passphrase=PASSPHRASE):
    """The thief's way into a key file whose passphrase he has: PBES2 with scrypt and AES-256-CBC (RFC 8018, 7914)."""
    with open(path, encoding="ascii") as file:
        sealed = base64.b64decode("".join(line for line in file.read().splitlines() if not line.startswith("-")))
    values = list(der(sealed))
    salt, iv, data = [content for tag, content in values if tag == 4]
    n, r, p = [int.from_bytes(content, "big") for tag, content in values if tag == 2][:3]
    key = Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(passphrase.encode())
    opened = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    plain = opened.update(data) + opened.finalize()
    at = plain.index(b"\x04\x22\x04\x20") + 4  # the seed, an octet string in an octet string (RFC 8410)
    return Ed25519PrivateKey.from_private_bytes(plain[at:at + 32])


class Installation:
    def __init__(self, absah, data):
        self.absah, self.data = absah, data
        self.env = {**os.environ, "ABSAH_KEY_PASSPHRASE": PASSPHRASE}
        self.running = []

    def run(self, *arguments, expect=(0,)):
        done = subprocess.run([self.absah, *arguments, "--data", self.data], env=self.env, capture_output=True, text=True)
        if done.returncode not in expect:
            sys.exit(f"absah {' '.join(arguments)}: exit {done.returncode}: {done.stderr[-500:]}")
        return done.stdout

    def start(self, *arguments, data=None):
        address = f"127.0.0.1:{free_port()}"
        command = [self.absah, *arguments, "--data", data or self.data, "--listen", address]
        self.running.append(subprocess.Popen(command, env=self.env, stderr=subprocess.DEVNULL))
        for _ in range(200):
            try:
                fetch(f"http://{address}/healthz")
                return f"http://{address}"
            except OSError:
                time.sleep(0.05)
        sys.exit(f"absah {arguments[0]} did not answer within 10 s")

    def stop(self):
        for process in self.running:
            process.terminate()
            process.wait(20)


def roster(path, first, count):
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["nama_asesi", "nik", "kode_skema", "tanggal_uji", "status_kompeten"])
        for person in range(first, first + count):
            name = "".join(chr(97 + person // 26**place % 26) for place in range(4))
            rows.writerow([f"Orang Rekaan {name}", f"9951{person:06}{person % 10000:06}", "CS-01", "2024-05-06", "K"])


def tokens(out):
    with open(os.path.join(out, "certificates.csv"), encoding="utf-8", newline="") as file:
        return [row["token"] for row in csv.DictReader(file)]


def forge(genuine, key, how):
    """A token by the stolen key. `how` is what the thief takes over from a genuine one."""
    protected, _, payload, _ = cbor2.loads(from_base64url(genuine)).value
    claims = cbor2.loads(payload)
    certificate = dict(claims[-70001])
    certificate[1] = "Pencuri Rekaan"
    if how == "backdated":
        claims[5], claims[7] = claims[5] - 40 * 86400, b"81210 9112 2 7777777 2024"
    if how == "another index":
        certificate[4] = [0, random.randrange(131072)]
    claims[-70001] = certificate
    payload = cbor2.dumps(claims, canonical=True)
    signature = key.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    token = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]))
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode()


def batch(site, all_tokens):
    """Words of a service's verdicts, counted."""
    body = "".join(json.dumps({"token": token}) + "\n" for token in all_tokens).encode()
    request = urllib.request.Request(f"{site}/api/v1/verify/batch", body, {"content-type": "application/x-ndjson"})
    with urllib.request.urlopen(request, timeout=600) as answer:
        return Counter(json.loads(line)["verdict"] for line in answer)


def offline(absah, stick, data, all_tokens):
    command = [absah, "verify", "--json", "--trust", f"{stick}/trust.jwt", "--root", f"{data}/keys/root-1.pub.pem",
               "--root", f"{data}/keys/root-2.pub.pem", "--lists", stick, "--data", f"{stick}/none", "-"]
    done = subprocess.run(command, input="\n".join(all_tokens), capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"absah verify offline: exit {done.returncode}: {done.stderr[-500:]}")
    return Counter(json.loads(line)["verdict"] for line in done.stdout.splitlines())


def listed(site):
    try:
        return bool(fetch(f"{site}/status/klining/0"))
    except urllib.error.HTTPError:
        return False


def until(what, ask, within):
    start = time.monotonic()
    while not ask():
        if time.monotonic() - start > within:
            sys.exit(f"{what}: not within {within} s")
        time.sleep(0.1)
    print(f"{what}: after {time.monotonic() - start:.1f} s")


def main():
    if len(sys.argv) not in (2, 3, 4) or sys.argv[3:] not in ([], ["slipped"]):
        sys.exit(__doc__)
    absah, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    random.seed(7)
    with tempfile.TemporaryDirectory() as work:
        data, out, stick = (os.path.join(work, name) for name in ("data", "out", "stick"))
        at = Installation(absah, data)
        try:
            drill(at, count, data, out, stick, work, sys.argv[3:] == ["slipped"])
        finally:
            at.stop()


def slip(data, genuine, forged):
    """Puts a forgery into the row of a genuine certificate, past the program; gives its number."""
    with contextlib.closing(sqlite3.connect(os.path.join(data, "absah.db"))) as database:
        (number,), = database.execute("select number from certificate where token = ?", (genuine,)).fetchall()
        database.execute("update certificate set token = ? where token = ?", (forged, genuine))
        database.commit()
    return number


def drill(at, count, data, out, stick, work, slipped):
    at.run("lsp", "import", LSPS, "--site", "https://cek.lsp.example")
    for root in ("root-1", "root-2"):
        at.run("trust", "root", root)
    at.run("keys", "new", "--lsp", "klining", "--from", "2015-01-01")
    roster(f"{work}/r.csv", 0, count)
    at.run("issue", "--lsp", "klining", "--issued-on", "2024-06-03", "--out", out, f"{work}/r.csv")
    genuine = tokens(out)
    kid = json.loads(at.run("keys", "list", "--lsp", "klining", "--json"))
    kid = next(key["kid"] for key in kid["keys"] if key["use"] == "certificate")
    stolen = open_key(f"{data}/keys/klining-certificate-{kid}.pem")
    ways = ["same number and index", "backdated", "another index"]
    forged = [forge(random.choice(genuine), stolen, ways[at % len(ways)]) for at in range(FORGERIES)]

    issuer = at.start("serve")
    roots = ["--root", f"{data}/keys/root-1.pub.pem", "--root", f"{data}/keys/root-2.pub.pem"]
    until("the issuer has signed its status lists", lambda: listed(issuer), 30)
    verifier = at.start("verifier", "--trust", f"{issuer}/trust.jwt", *roots, "--refresh", str(REFRESH), data=f"{work}/v")
    until("the verifier knows the lists", lambda: batch(verifier, genuine[:1]) == {"valid": 1}, 30)
    print("before:", dict(batch(verifier, genuine)), "genuine,", dict(batch(verifier, forged)), "forged, on the verifier")

    voided = [slip(data, genuine[0], forged[0])] if slipped else []
    declared = json.loads(at.run("keys", "compromised", "--lsp", "klining", kid, "--json"))
    told = (declared["honoured"]["count"], declared["unconfirmed"], declared["unjournalled"])
    assert told == (count - len(voided), [], voided), declared
    print(f"{declared['honoured']['count']} of {count} honoured")
    all_good, all_bad = {"valid": count - len(voided)}, {"untrusted": FORGERIES}
    if voided:
        all_good["untrusted"] = len(voided)
    until("the issuer refuses forgeries", lambda: batch(issuer, forged) == all_bad, 10)
    until("the verifier refuses forgeries", lambda: batch(verifier, forged) == all_bad, 10 * REFRESH)
    for name, site in (("issuer", issuer), ("verifier", verifier)):
        told = batch(site, genuine)
        print(f"{name}: {dict(told)} genuine")
        assert told == all_good, name

    at.run("keys", "new", "--lsp", "klining", "--from", "2015-01-01")
    roster(f"{work}/n.csv", count, 10)
    at.run("issue", "--lsp", "klining", "--issued-on", "2024-06-03", "--out", f"{work}/new", f"{work}/n.csv")
    new = tokens(f"{work}/new")
    kids = {cbor2.loads(cbor2.loads(from_base64url(token)).value[0])[4] for token in new}
    assert from_base64url(kid) not in kids, "the new key signs"
    until("the verifier knows the new key", lambda: batch(verifier, new) == {"valid": 10}, 10 * REFRESH)

    at.run("trust", "fetch", f"{issuer}/trust.jwt", "--out", stick, *roots)
    told = offline(at.absah, stick, data, genuine), offline(at.absah, stick, data, forged)
    print(f"offline: {dict(told[0])} genuine, {dict(told[1])} forged")
    assert told == (all_good, all_bad)
    honoured = [path for path in glob.glob(f"{stick}/honoured/*")]
    size = sum(os.path.getsize(path) for path in honoured)
    with open(honoured[0], "rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == declared["honoured"]["sha256"]
    print(f"honoured list: {size} bytes for {count} certificates")


if __name__ == "__main__":
    main()
