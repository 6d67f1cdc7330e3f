#!/usr/bin/env python3
"""Writes the token vectors: tests/vectors/token/NAME.txt, what is expected and why, then the bytes in hex.

usage: make_token_vectors.py [--check]      --check: writes nothing, fails where a file differs

Needs cbor2 and cryptography (PyPI). Shares no code with the crate, so that a mistake in one shows in
the other. The same script gives the same bytes: the key is the seed 07…07, Ed25519 draws no chance.
"""
import base64
import hashlib
import pathlib
import sys
import textwrap
import zlib

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FOLDER = pathlib.Path(__file__).parent / "token"
L = 2**252 + 27742317777372353535851937790883648493  # order of the group (RFC 8032 §5.1)
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
NBF, EXP = 1702832400, 1797526800  # 2023-12-18 and the end of 2026-12-17 in Jakarta
HOLDER, NUMBER = "Siti Contoh", b"81210 9112 2 0000088 2023"


def kid(key):
    return hashlib.sha256(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).digest()[:8]


def certificate(**changes):
    """The -70001 map; `c1=…` replaces an entry, `c1=None` drops it, others are added in order."""
    entries = {"c1": HOLDER, "c2": "CS-01", "c3": "Petugas Kebersihan Gedung", "c4": [0, 88]} | changes
    return {int(key[1:]): value for key, value in entries.items() if value is not None}


def claims(changes=(), **inner):
    """The claims map; a change to None drops a claim. Keys come out in the order of their bytes."""
    entries = {4: EXP, 5: NBF, 7: NUMBER, -70001: certificate(**inner)} | dict(changes)
    entries = {key: value for key, value in entries.items() if value is not None}
    return dict(sorted(entries.items(), key=lambda entry: cbor2.dumps(entry[0])))


def pairs(*entries, head=None):
    """A map written as it stands: entries are encoded keys and values, in this order."""
    return (head or bytes([0xA0 | len(entries)])) + b"".join(key + value for key, value in entries)


def raw(changes):
    """The claims map with some values given as encoded bytes."""
    values = {cbor2.dumps(key): cbor2.dumps(value) for key, value in claims().items()}
    values |= {cbor2.dumps(key): value for key, value in changes.items()}
    return pairs(*sorted(values.items()))


def raw_certificate(*keys, **changes):
    """The -70001 map with its entries in the order of `keys`, some values given as encoded bytes."""
    values = {key: cbor2.dumps(value) for key, value in certificate().items()}
    values |= {int(key[1:]): value for key, value in changes.items()}
    return raw({-70001: pairs(*((cbor2.dumps(key), values[key]) for key in keys or (1, 2, 3, 4)))})


def token(payload=None, protected=None, unprotected=b"\xa0", tag=b"\xd2", key=KEY, sign=None, wrap=cbor2.dumps,
          array=b"\x84", end=b""):
    """A signed token; `payload` and `protected` are values or bytes that stand for themselves."""
    payload = claims() if payload is None else payload
    protected = {1: -8, 4: kid(KEY)} if protected is None else protected
    payload = payload if isinstance(payload, bytes) else cbor2.dumps(payload)
    protected = protected if isinstance(protected, bytes) else cbor2.dumps(protected)
    signature = key.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    signature = sign(signature) if sign else signature
    return tag + array + cbor2.dumps(protected) + unprotected + wrap(payload) + cbor2.dumps(signature) + end


def flip(data, at, bit=1):
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1:]


def malleated(signature):
    s = int.from_bytes(signature[32:], "little") + L
    return signature[:32] + s.to_bytes(32, "little")


def chunks(data):
    """A byte string of indefinite length, in two pieces."""
    return b"\x5f" + cbor2.dumps(data[:9]) + cbor2.dumps(data[9:]) + b"\xff"


def sized(length):
    """A signed token of exactly `length` bytes, filled up by an unknown claim."""
    def with_filling(n):
        return token(claims({100: "x" * n}))
    return with_filling(600 + length - len(with_filling(600)))


def doubled(*at):
    """The claims map with an entry of it standing twice."""
    entries = [(cbor2.dumps(key), cbor2.dumps(value)) for key, value in claims().items()]
    return pairs(*(entries[i] for i in at))


PLAIN = token()
ALG, KID = (b"\x01", b"\x27"), (b"\x04", cbor2.dumps(kid(KEY)))
LONG = claims({7: b"9" * 64}, c1="N" + "a" * 99, c2="A" * 32, c3="T" * 120, c4=[2**32 - 1, 131071])

VERIFIED = {
    "plain": ("the smallest token, alg -8", PLAIN),
    "alg-19": ("alg -19 is Ed25519 by its own name (RFC 9864)", token(protected={1: -19, 4: kid(KEY)})),
    "unknown-claim": ("unknown claims are allowed", 
                      token(raw({6: cbor2.dumps(NBF), 100: b"\xa1\x61a\x82\x01\xf9\x41\x00"}))),
    "unknown-certificate-key": ("unknown keys are allowed in the -70001 map", token(claims(c5="x", c9=[b"y"]))),
    "longest-fields": ("every field at its upper bound", token(LONG)),
    "longest-token": ("1,024 bytes are allowed", sized(1024)),
    "accented-name": ("a name in NFC with letters beyond ASCII",
                      token(claims(c1="José Nur'aini Pérez-Łukasz, S.T."))),
}

FORGED = {
    "bit-flipped-claims": ("one bit of the holder's name is another one",
                           flip(PLAIN, PLAIN.index(HOLDER.encode()) + 1, 0x02)),
    "bit-flipped-signature": ("one bit of the signature's R is another one", flip(PLAIN, len(PLAIN) - 64)),
    "malleated-signature": ("S + L instead of S: the same equation, other bytes (RFC 8032 §5.1.7)",
                            token(sign=malleated)),
    "signature-of-another-key": ("the kid names this key, another one signed", token(key=OTHER)),
    "signature-of-other-context": ("signed over the payload alone, not over Sig_structure (RFC 9052 §4.4)",
                                   token(sign=lambda _: KEY.sign(cbor2.dumps(claims())))),
    "signature-zero": ("64 zero bytes: R is of small order", token(sign=lambda _: bytes(64))),
    "signature-identity": ("R the neutral point, S zero", token(sign=lambda _: b"\x01" + bytes(63))),
    "alg-changed": ("signed under alg -8, its header says -19",
                    token(protected={1: -19, 4: kid(KEY)}, sign=lambda _: PLAIN[-64:])),
}

UNTRUSTED = {
    "unknown-kid": ("signed well, by a key that nobody vouches for",
                    token(protected={1: -8, 4: kid(OTHER)}, key=OTHER)),
    "unknown-kid-bad-signature": ("the key is unknown, so the signature is not looked at",
                                  token(protected={1: -8, 4: kid(OTHER)})),
}

UNREADABLE = {
    # What is no token at all.
    "empty": ("no bytes", b""),
    "jwt": ("a JWT is a text, not CBOR", b"eyJhbGciOiJFZERTQSJ9.eyJleHAiOjE3OTc1MjY4MDB9." + base64.urlsafe_b64encode(
        KEY.sign(b"eyJhbGciOiJFZERTQSJ9.eyJleHAiOjE3OTc1MjY4MDB9")).rstrip(b"=")),
    "zlib": ("tokens are never compressed", zlib.compress(PLAIN, 0)),
    "nested-deeply": ("a thousand arrays, one in another", b"\x81" * 1000),
    "huge-length": ("a byte string that claims 2^63 bytes", b"\xd2\x84\x5b\x80" + bytes(7)),
    "too-long": ("1,025 bytes, well signed", sized(1025)),
    "trailing-byte": ("bytes after the COSE_Sign1 would give one certificate many tokens", token(end=b"\x00")),
    "cut-short": ("the last byte is missing", PLAIN[:-1]),
    # Tags.
    "untagged": ("the COSE_Sign1 must be tagged", token(tag=b"")),
    "tag-cose-sign": ("tag 98 is COSE_Sign, of many signers", token(tag=b"\xd8\x62")),
    "tag-cose-mac0": ("tag 17 is COSE_Mac0", token(tag=b"\xd1")),
    "tag-twice": ("tag 18 in tag 18", token(tag=b"\xd2\xd2")),
    "tag-cwt-outside": ("tag 61 (CWT) around it would be a second spelling", token(tag=b"\xd8\x3d\xd2")),
    "tag-not-shortest": ("tag 18 in two bytes, where one does", token(tag=b"\xd8\x12")),
    # Headers.
    "alg-missing": ("no alg", token(protected={4: kid(KEY)})),
    "alg-es256": ("alg -7 is ES256", token(protected={1: -7, 4: kid(KEY)})),
    "alg-text": ("alg as the text EdDSA", token(protected={1: "EdDSA", 4: kid(KEY)})),
    "alg-unprotected": ("alg stands where nobody signed it",
                        token(protected={4: kid(KEY)}, unprotected=b"\xa1\x01\x27")),
    "kid-missing": ("no kid", token(protected={1: -8})),
    "kid-7-bytes": ("a kid has 8 bytes", token(protected={1: -8, 4: kid(KEY)[:7]})),
    "kid-9-bytes": ("a kid has 8 bytes", token(protected={1: -8, 4: kid(KEY) + b"\x00"})),
    "kid-text": ("a kid is a byte string", token(protected={1: -8, 4: "12345678"})),
    "kid-unprotected": ("kid stands where nobody signed it",
                        token(protected={1: -8}, unprotected=cbor2.dumps({4: kid(KEY)}))),
    "protected-extra": ("the protected header holds 1 and 4 and nothing else",
                        token(protected={1: -8, 4: kid(KEY), 100: 1})),
    "protected-content-type": ("nor a known header parameter", token(protected={1: -8, 3: 61, 4: kid(KEY)})),
    "protected-crit": ("nor a list of critical ones", token(protected={1: -8, 2: [4], 4: kid(KEY)})),
    "protected-empty": ("an empty protected header", token(protected=b"")),
    "protected-doubled-key": ("alg stands twice", token(protected=pairs(ALG, ALG, KID))),
    "protected-unsorted": ("kid before alg", token(protected=pairs(KID, ALG))),
    "protected-indefinite": ("a header map of indefinite length",
                             token(protected=pairs(ALG, KID, head=b"\xbf") + b"\xff")),
    "protected-trailing": ("a byte after the header map", token(protected=pairs(ALG, KID) + b"\x00")),
    "protected-map-unwrapped": ("the protected header is a map, not a byte string",
                                PLAIN[:2] + cbor2.dumps({1: -8, 4: kid(KEY)}) + PLAIN[16:]),
    "unprotected-not-empty": ("the unprotected header is empty: nobody signed it",
                              token(unprotected=b"\xa1\x18\x64\x01")),
    "unprotected-indefinite": ("an empty map of indefinite length", token(unprotected=b"\xbf\xff")),
    # Envelope.
    "array-indefinite": ("the outer array is of indefinite length", token(array=b"\x9f", end=b"\xff")),
    "array-of-5": ("a fifth element", token(array=b"\x85", end=b"\x00")),
    "payload-detached": ("the payload is nil", token(wrap=lambda _: b"\xf6")),
    "payload-map": ("the payload is a map, not a byte string", token(wrap=lambda payload: payload)),
    "payload-indefinite": ("the payload is a byte string of indefinite length", token(wrap=chunks)),
    "payload-length-not-shortest": ("the payload's length in two bytes, where one does",
                                    token(wrap=lambda payload: b"\x59" + len(payload).to_bytes(2, "big") + payload)),
    "payload-trailing": ("a byte after the claims", token(cbor2.dumps(claims()) + b"\x00")),
    "payload-tagged": ("tag 61 around the claims", token(b"\xd8\x3d" + cbor2.dumps(claims()))),
    "payload-array": ("the claims are an array", token(cbor2.dumps([EXP, NBF, NUMBER]))),
    "signature-63-bytes": ("an Ed25519 signature has 64 bytes", token(sign=lambda signature: signature[:63])),
    "signature-65-bytes": ("an Ed25519 signature has 64 bytes", token(sign=lambda signature: signature + b"\x00")),
    "signature-empty": ("an Ed25519 signature has 64 bytes", token(sign=lambda _: b"")),
    # How the claims are encoded.
    "claims-unsorted": ("nbf before exp", token(doubled(1, 0, 2, 3))),
    "claim-doubled": ("exp stands twice", token(doubled(0, 0, 1, 2, 3))),
    "certificate-unsorted": ("scheme code before holder", token(raw_certificate(2, 1, 3, 4))),
    "certificate-doubled-key": ("the holder stands twice", token(raw_certificate(1, 1, 2, 3, 4))),
    "unknown-claim-doubled-key": ("a doubled key within an unknown claim", token(raw({100: b"\xa2\x01\x01\x01\x02"}))),
    "int-not-shortest": ("nbf in nine bytes, where five do", token(raw({5: b"\x1b" + NBF.to_bytes(8, "big")}))),
    "int-bignum": ("exp as a bignum", token(raw({4: b"\xc2\x44" + EXP.to_bytes(4, "big")}))),
    "claims-indefinite": ("the claims map is of indefinite length",
                          token(b"\xbf" + cbor2.dumps(claims())[1:] + b"\xff")),
    "status-indefinite": ("the status array is of indefinite length",
                          token(raw_certificate(c4=b"\x9f\x00\x18\x58\xff"))),
    "text-indefinite": ("the holder is a text of indefinite length",
                        token(raw_certificate(c1=b"\x7f\x64Siti\x67 Contoh\xff"))),
    "cti-indefinite": ("cti is a byte string of indefinite length", token(raw({7: chunks(NUMBER)}))),
    "text-length-not-shortest": ("the length of the holder in two bytes, where one does",
                                 token(raw_certificate(c1=b"\x78\x0bSiti Contoh"))),
    "float-not-shortest": ("2.5 in eight bytes within an unknown claim, where two do",
                           token(raw({100: b"\xfb\x40\x04" + bytes(6)}))),
    # What the claims say.
    "exp-missing": ("no exp", token(claims({4: None}))),
    "nbf-missing": ("no nbf", token(claims({5: None}))),
    "cti-missing": ("no certificate number", token(claims({7: None}))),
    "certificate-missing": ("no -70001", token(claims({-70001: None}))),
    "holder-missing": ("no holder", token(claims(c1=None))),
    "scheme-missing": ("no scheme code", token(claims(c2=None))),
    "status-missing": ("no status index: it could never be revoked", token(claims(c4=None))),
    "exp-float": ("NumericDate is written in whole seconds", token(claims({4: float(EXP)}))),
    "exp-tagged": ("tag 1 before a NumericDate (RFC 8392 §2 leaves it out)",
                   token(raw({4: b"\xc1" + cbor2.dumps(EXP)}))),
    "exp-text": ("exp as a text", token(claims({4: "2026-12-17"}))),
    "exp-beyond-time": ("an instant that no calendar has", token(claims({4: 2**62}))),
    "nbf-equals-exp": ("valid for no time at all", token(claims({5: EXP}))),
    "nbf-after-exp": ("ends before it begins", token(claims({5: EXP + 1}))),
    "cti-text": ("cti is a byte string (RFC 8392 §3.1.7)", token(claims({7: NUMBER.decode()}))),
    "cti-not-utf8": ("the number is UTF-8", token(claims({7: b"81210 \xff\xfe"}))),
    "cti-empty": ("a number of no characters", token(claims({7: b""}))),
    "cti-65-characters": ("a number of 65 characters", token(claims({7: b"9" * 65}))),
    "cti-newline": ("a control character in the number", token(claims({7: b"81210\n9112"}))),
    "status-index-131072": ("a list has 131,072 entries, the first is 0", token(claims(c4=[0, 131072]))),
    "status-list-negative": ("a list number below zero", token(claims(c4=[-1, 88]))),
    "status-of-3": ("a third number beside list and index", token(claims(c4=[0, 88, 0]))),
    "holder-bidi-override": ("U+202E would show the name backwards", token(claims(c1="Siti \u202ehotnoC"))),
    "holder-zero-width": ("U+200B hides in the name", token(claims(c1="Siti\u200b Contoh"))),
    "holder-101-characters": ("a name has at most 100 characters", token(claims(c1="N" + "a" * 100))),
    "holder-empty": ("a name of no characters", token(claims(c1=""))),
    "holder-unfolded-spaces": ("two spaces where one is folded", token(claims(c1="Siti  Contoh"))),
    "holder-not-nfc": ("an accent beside its letter instead of in it", token(claims(c1="Jose\u0301 Contoh"))),
    "holder-bytes": ("the name as a byte string", token(claims(c1=HOLDER.encode()))),
    "holder-not-utf8": ("the name is a text that is no UTF-8", token(raw_certificate(c1=b"\x6bSit\xff Contoh"))),
    "scheme-lower-case": ("scheme codes are in upper case", token(claims(c2="cs-01"))),
    "title-121-characters": ("a title has at most 120 characters", token(claims(c3="T" * 121))),
}


def main():
    wrong, names = [], set()
    sets = {"verified": VERIFIED, "forged": FORGED, "untrusted": UNTRUSTED, "unreadable": UNREADABLE}
    for expect, vectors in sets.items():
        for name, (why, data) in vectors.items():
            text = f"expect: {expect}\nwhy: {why}\n\n" + "".join(line + "\n" for line in textwrap.wrap(data.hex(), 64))
            path = FOLDER / f"{name}.txt"
            names.add(path.name)
            if "--check" not in sys.argv:
                path.write_text(text)
            elif not path.exists() or path.read_text() != text:
                wrong.append(path.name)
    wrong += [path.name for path in FOLDER.glob("*.txt") if path.name not in names]
    print(f"{len(names)} vectors" + (f"; differing or unknown: {' '.join(sorted(wrong))}" if wrong else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
