#!/usr/bin/env python3
"""Writes the vectors of reports on lists of workers: tests/vectors/report/NAME.txt, what is expected and why, what a
reader understands of those that are believed, then the bytes in hex.

usage: make_report_vectors.py [--check]      --check: writes nothing, fails where a file differs

Needs cbor2 and cryptography (PyPI). Shares no code with the crate; the envelope is that of make_token_vectors.py. The
same script gives the same bytes: the key is the seed 07…07, Ed25519 draws no chance.
"""
import hashlib
import json
import pathlib
import sys
import textwrap

import cbor2

sys.dont_write_bytecode = True
import make_token_vectors as envelope  # noqa: E402
from make_token_vectors import KEY, OTHER, flip, kid, pairs, token  # noqa: E402

FOLDER = pathlib.Path(__file__).parent / "report"
IAT, AS_OF = 1795323600, 1795323500  # 2026-11-22, noon in Jakarta; a hundred seconds before
UNTIL = 1830229200  # 2027-12-31T05:00:00Z
ID, HASH = b"0123456789abcdef", hashlib.sha256(b"rows").digest()
SAYS = {"iat": IAT, "id": ID.hex(), "until": "2027-12-31", "rows": 55, "fits": 49, "sha256": HASH.hex(),
        "as_of": AS_OF}


def claims(changes=(), **inner):
    """The claims map; `r1=…` replaces an entry of the -70002 map, None drops one."""
    found = {"r1": UNTIL, "r2": 55, "r3": 49, "r4": HASH, "r5": AS_OF} | inner
    found = {int(key[1:]): value for key, value in found.items() if value is not None}
    entries = {6: IAT, 7: ID, -70002: found} | dict(changes)
    entries = {key: value for key, value in entries.items() if value is not None}
    return dict(sorted(entries.items(), key=lambda entry: cbor2.dumps(entry[0])))


def report(payload=None, **parts):
    return token(claims() if payload is None else payload, **parts)


def doubled(*at):
    """The claims map with its entries in this order."""
    entries = [(cbor2.dumps(key), cbor2.dumps(value)) for key, value in claims().items()]
    return pairs(*(entries[i] for i in at))


PLAIN = report()

BELIEVED = {
    "plain": ("a report on 55 workers, of whom 49 fit", PLAIN, {}),
    "alg-19": ("alg -19 is Ed25519 by its own name (RFC 9864)", report(protected={1: -19, 4: kid(KEY)}), {}),
    "unknown-claim": ("unknown claims are passed over", report(claims({4: IAT, 100: ["x"]})), {}),
    "unknown-report-key": ("unknown keys of the -70002 map are passed over", report(claims(r6="x", r9=[1])), {}),
    "paper": ("its paper is of an edition of words of its own", report(claims(r7=2)), {"paper": 2}),
    "none-fits": ("nobody fits", report(claims(r3=0)), {"fits": 0}),
    "many-rows": ("a later version may take longer lists", report(claims(r2=2**32 - 1)), {"rows": 2**32 - 1}),
    "until-at-night": ("the day is that of the instant in UTC", report(claims(r1=UNTIL + 18 * 3600)), {}),
}

REFUSED = {
    "form": {
        "empty": ("no bytes", b""),
        "untagged": ("the COSE_Sign1 must be tagged", report(tag=b"")),
        "trailing": ("bytes after the COSE_Sign1", report(end=b"\x00")),
        "cut-short": ("the last byte is missing", PLAIN[:-1]),
        "alg-es256": ("alg -7 is ES256", report(protected={1: -7, 4: kid(KEY)})),
        "typ": ("the protected header holds 1 and 4 and nothing else",
                report(protected={1: -8, 4: kid(KEY), 16: "x"})),
        "unprotected": ("the unprotected header is empty: nobody signed it", report(unprotected=b"\xa1\x18\x64\x01")),
        "unsorted": ("the id before iat", report(doubled(1, 0, 2))),
        "claim-doubled": ("iat stands twice", report(doubled(0, 0, 1, 2))),
        "payload-trailing": ("a byte after the claims", report(cbor2.dumps(claims()) + b"\x00")),
    },
    "claims": {
        "certificate": ("a certificate is no report", token()),
        "report-missing": ("no -70002", report(claims({-70002: None, 100: bytes(30)}))),
        "iat-missing": ("no iat", report(claims({6: None}))),
        "iat-float": ("NumericDate is written in whole seconds", report(claims({6: IAT + 0.5}))),
        "id-missing": ("no id", report(claims({7: None}))),
        "id-15-bytes": ("an id has 16 bytes", report(claims({7: ID[:15]}))),
        "id-text": ("an id is a byte string", report(claims({7: ID.decode()}))),
        "until-missing": ("no last day", report(claims(r1=None))),
        "until-text": ("the last day as a text", report(claims(r1="2027-12-31"))),
        "until-beyond-time": ("an instant that no calendar has", report(claims(r1=2**62))),
        "rows-missing": ("no number of rows", report(claims(r2=None))),
        "rows-too-many": ("2^32 rows", report(claims(r2=2**32))),
        "fits-missing": ("no number of those who fit", report(claims(r3=None))),
        "fits-negative": ("fewer than none fit", report(claims(r3=-1))),
        "fits-too-many": ("more fit than there are", report(claims(r3=56))),
        "hash-missing": ("the rows could be any", report(claims(r4=None))),
        "hash-31-bytes": ("SHA-256 has 32 bytes", report(claims(r4=HASH[:31]))),
        "hash-text": ("the hash as a text", report(claims(r4=HASH.hex()))),
        "as-of-missing": ("nothing says of which lists", report(claims(r5=None))),
        "paper-text": ("the edition of its paper as a text", report(claims(r7="2"))),
        "paper-negative": ("an edition below none", report(claims(r7=-1))),
        "as-of-later": ("lists of after the check", report(claims(r5=IAT + 1))),
    },
    "signature": {
        "by-another": ("the kid names this key, another one signed", report(key=OTHER)),
        "altered": ("one bit of the id is another one", flip(PLAIN, PLAIN.index(ID) + 1)),
        "altered-signature": ("one bit of R is another one", flip(PLAIN, len(PLAIN) - 64)),
        "malleated": ("S + L instead of S (RFC 8032 §5.1.7)", report(sign=envelope.malleated)),
    },
    "long": {
        "too-long": ("1,025 bytes and more", report(claims({100: "x" * 1024}))),
    },
}


def main():
    texts = {}
    for name, (why, data, otherwise) in BELIEVED.items():
        texts[name] = ("believed", f"why: {why}\nsays: {json.dumps(SAYS | otherwise)}", data)
    for expect, vectors in REFUSED.items():
        for name, (why, data) in vectors.items():
            texts[name] = (expect, f"why: {why}", data)
    wrong = []
    FOLDER.mkdir(exist_ok=True)
    for name, (expect, head, data) in texts.items():
        text = f"expect: {expect}\n{head}\n\n" + "".join(line + "\n" for line in textwrap.wrap(data.hex(), 64))
        path = FOLDER / f"{name}.txt"
        if "--check" not in sys.argv:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            wrong.append(path.name)
    wrong += [path.name for path in FOLDER.glob("*.txt") if path.stem not in texts]
    print(f"{len(texts)} vectors of reports" + (f"; differing or unknown: {' '.join(sorted(wrong))}" if wrong else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
