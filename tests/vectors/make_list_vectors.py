#!/usr/bin/env python3
"""Writes the vectors of the signed lists, of a feed, and of the texts that the database keeps:
tests/vectors/{trust-list,handover,feed,status-jwt,status-cwt,honoured,stored-lsp,stored-scheme,stored-design}/NAME.txt.

usage: make_list_vectors.py [--check]      --check: writes nothing, fails where a file differs

Needs cbor2 and cryptography (PyPI). Shares no code with the crate. The same script gives the same bytes: keys are
seeds of 32 equal bytes, Ed25519 draws no chance. Files named `released-…` are what a released program signed
or kept (tests/fixtures/first); they are never made anew. Heads may say, beside `expect` and `why`:

    on: the present, in seconds since 1970 (else 2026-11-22T05:00:00Z)
    key: x of the key that should have signed (else seed 01 for trust lists, 02 for handovers, 09 for feeds, 08 for status lists)
    notice: what a reader of today shows on every page; none where it is not there
    says: what a reader of today understands of it, in JSON
    sha256, count: what the root signed of an honoured list
    sha256: of a stored text, the hash that certificates name it by
"""
import base64
import copy
import hashlib
import json
import pathlib
import re
import sys
import textwrap
import zlib

import cbor2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HERE = pathlib.Path(__file__).parent
RELEASED = HERE.parent / "fixtures" / "first"
IAT, EXP, NOW = 1795310000, 1829870000, 1795323600
TRUST, STATUS, HANDOVER, FEED = "absah-trust+jwt", "statuslist+jwt", "absah-root+jwt", "absah-feed+jwt"
ROOT, SAFE, SUCCESSOR, CERTIFICATE, STATUS_KEY, OTHER = 1, 2, 3, 7, 8, 9
REPORT_KEY = 9
SITE = "https://cek.lsp.example"


def key(seed):
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def raw(seed):
    return key(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def kid_bytes(seed):
    return hashlib.sha256(raw(seed)).digest()[:8]


def kid(seed):
    return url(kid_bytes(seed))


def jwt(typ, claims, signer, header=None, alg="EdDSA", text=None):
    """A JWT; `text` stands in for the claims as JSON."""
    head = {"alg": alg, "kid": kid(signer), "typ": typ} | (header or {})
    head = {name: value for name, value in head.items() if value is not ...}
    body = json.dumps(claims, separators=(",", ":")) if text is None else text
    signed = url(json.dumps(head, separators=(",", ":")).encode()) + "." + url(body.encode())
    return signed + "." + url(key(signer).sign(signed.encode()))


def doubled(claims, name):
    """Claims as JSON, with a member that is there once more."""
    return json.dumps(claims).removesuffix("}") + f', "{name}": {claims[name]}}}'


# --- trust lists ---------------------------------------------------------------------------------------


def list_key(seed, purpose, **more):
    made = {"kid": kid(seed), "x": url(raw(seed)), "use": purpose, "state": "active", "from": "2015-01-01", "until": None}
    return made | more


def entry(**more):
    made = {
        "id": "klining", "name_id": "LSP Klining Contoh", "name_en": "Cleaning", "site": SITE, "former_sites": [],
        "time_zone": "Asia/Jakarta",
        "licences": [{"number": "BNSP-LSP-9901-ID", "decree": "", "from": "2015-01-01", "until": "2030-12-31"}],
        "schemes": [{"code": "CS-01", "from": "2015-01-01", "until": None}],
        "status": "status/klining/{n}",
        "keys": [list_key(CERTIFICATE, "certificate"), list_key(STATUS_KEY, "status")],
    }
    return made | more


def listed(*entries, **more):
    return {"iss": "root", "iat": IAT, "exp": EXP, "withdrawn_roots": [], "lsps": list(entries or [entry()])} | more


def changed(change):
    made = listed()
    change(made)
    return made


def trust(claims, signer=ROOT, header=None, **more):
    return jwt(TRUST, claims, signer, header, **more)


KNOWN = {
    "entry": ("id name_id name_en site former_sites time_zone licences schemes status keys").split(),
    "licence": "number decree from until".split(),
    "scheme": "code from until".split(),
    "key": "kid x use state from until compromised_since honoured".split(),
}


def says(claims):
    """What a reader of today understands of a list: known members, keys of a known use, states of a known word."""
    only = lambda kind, value: {name: value[name] for name in KNOWN[kind] if name in value}
    lsps = []
    for lsp in claims["lsps"]:
        lsp = only("entry", copy.deepcopy(lsp))
        lsp.setdefault("former_sites", [])
        lsp["licences"] = [{"decree": ""} | only("licence", licence) for licence in lsp["licences"]]
        lsp["schemes"] = [only("scheme", scheme) for scheme in lsp["schemes"]]
        keys = [only("key", known) for known in lsp["keys"] if known["use"] in ("certificate", "report", "status")]
        for known in keys:
            if known["state"] not in ("active", "compromised", "retired"):
                known["state"] = "unknown"
            if known["state"] != "compromised":
                known.pop("compromised_since", None), known.pop("honoured", None)
        lsps.append(lsp | {"keys": keys})
    return json.dumps(lsps, separators=(",", ":"), sort_keys=True)


def shown(claims):
    """The notice of a list, where it is one."""
    notice = claims.get("notice")
    is_notice = isinstance(notice, str) and 0 < len(notice) <= 300 and notice.isprintable()
    return {"notice": notice} if is_notice else {}


def handover_claims(withdrawn=(ROOT,), successor=SUCCESSOR, **more):
    named = {"kid": kid(successor), "x": url(raw(successor))}
    return {"iat": IAT, "withdrawn_roots": sorted(kid(seed) for seed in withdrawn), "successor": named} | more


def handover(claims=None, signer=SAFE, header=None, **more):
    return jwt(HANDOVER, handover_claims() if claims is None else claims, signer, header, **more)


def by_successor(word=None, claims=None):
    return trust(claims or listed(), SUCCESSOR, {"handover": word or handover()})


COMPROMISED = {"state": "compromised", "compromised_since": 1790000000, "honoured": {"sha256": "ab" * 32, "count": 3}}


def tomorrow(made):
    """Everything that a list of tomorrow may say without a reader of today minding."""
    lsp = made["lsps"][0]
    made["log"] = {"size": 5}
    lsp["contact"] = ["a", None]
    lsp["licences"][0]["levels"] = [1, 2]
    lsp["schemes"][0]["level"] = 2
    lsp["keys"][0]["attested"] = True
    lsp["keys"] += [
        list_key(20, "certificate", state="resting", since=5),
        list_key(21, "log"),
        {"kid": "another-kind-of-kid", "use": "witness", "x": {"kty": "AKP"}},
        {"use": "witness"},
    ]


def good_lists():
    plain, more = listed(), changed(tomorrow)
    compromised = listed(entry(keys=[list_key(CERTIFICATE, "certificate", **COMPROMISED), list_key(STATUS_KEY, "status")]))
    retired = listed(entry(keys=[list_key(CERTIFICATE, "certificate", state="retired", until="2026-01-01")]))
    moved = listed(entry(former_sites=["https://lama.lsp.example"], status=f"{SITE}/absah/status/klining/{{n}}"))
    short = changed(lambda made: [made["lsps"][0].pop("former_sites"), made["lsps"][0]["licences"][0].pop("decree")])
    noticed = lambda notice: listed(notice=notice)
    lost = changed(lambda made: made["lsps"][0]["keys"][0].update(state="lost", compromised_since="soon"))
    return {
        "plain": ("as the design shows it", plain, trust(plain)),
        "compromised": ("a key that was stolen, and what is honoured of it", compromised, trust(compromised)),
        "retired": ("a key whose time has ended", retired, trust(retired)),
        "moved": ("a site of before, and lists at another address", moved, trust(moved)),
        "left-out": ("former_sites and decree may be left out", short, trust(short)),
        "notice": ("what stands on every page", noticed("CONTOH: <i>rekaan</i>."), trust(noticed("CONTOH: <i>rekaan</i>."))),
        "notice-longest": ("300 characters, of two bytes each", noticed("é" * 300), trust(noticed("é" * 300))),
        "notice-too-long": ("one character more: left out", noticed("é" * 301), trust(noticed("é" * 301))),
        "notice-lines": ("more than a line: left out", noticed("a\nb"), trust(noticed("a\nb"))),
        "notice-null": ("nothing is said", noticed(None), trust(noticed(None))),
        "notice-number": ("no text: left out", noticed(5), trust(noticed(5))),
        "by-successor": ("the root in the safe named who signed it", plain, by_successor()),
        "more-members": ("members, uses and a state that a reader of today does not know", more, trust(more)),
        "unknown-state": ("a state that is not known, with what no known state has", lost, trust(lost)),
        "more-header": ("header members that are not known", plain, trust(plain, header={"new": [1], "cty": "x"})),
        "critical-known": ("crit names a member that is known and there", plain,
                           trust(plain, SUCCESSOR, {"handover": handover(), "crit": ["handover"]})),
        "iat-ahead": ("ten minutes ahead of the clock", listed(iat=NOW + 600), trust(listed(iat=NOW + 600))),
    }


def bad_lists():
    by = lambda change, **more: trust(changed(change), **more)
    lsp = lambda **more: trust(listed(entry(**more)))
    one = lambda **more: lsp(keys=[list_key(CERTIFICATE, "certificate", **more)])
    crit = lambda names, **more: trust(listed(), header={"crit": names} | more)
    twice = lambda *keys: lsp(keys=[list_key(CERTIFICATE, "certificate"), *keys])
    plain = trust(listed())
    licence = lambda **more: [{"number": "x", "from": "2020-01-01", "until": "2020-12-31"} | more]
    return {
        "newer": {
            "critical": ("crit names what is not known", crit(["new"], new=1)),
            "critical-absent": ("the same, though no such member is there", crit(["new"])),
            "critical-among": ("one of two is not known", trust(listed(), SUCCESSOR, {"handover": handover(), "crit": ["handover", "b64"], "b64": True})),
            "handover-critical": ("the handover in it must be understood", by_successor(handover(header={"crit": ["new"], "new": 1}))),
        },
        "form": {
            "empty": ("nothing", ""),
            "two-parts": ("no signature", plain.rsplit(".", 1)[0]),
            "four-parts": ("a part too many", plain + ".AA"),
            "padding": ("base64url with padding", plain + "=="),
            "alg-none": ("alg none", trust(listed(), alg="none")),
            "alg-es256": ("alg of another kind of key", trust(listed(), alg="ES256")),
            "alg-ed25519": ("EdDSA by the name that only tokens may have", trust(listed(), alg="Ed25519")),
            "kid-missing": ("no kid", trust(listed(), header={"kid": ...})),
            "kid-long": ("a kid of nine bytes", trust(listed(), header={"kid": url(b"123456789")})),
            "crit-empty": ("crit names nothing (RFC 7515 §4.1.11)", crit([])),
            "crit-null": ("crit is no list", crit(None)),
            "crit-text": ("crit is no list", crit("new", new=1)),
            "crit-number": ("crit holds what is no name", crit([1])),
            "crit-twice": ("crit names one twice", crit(["new", "new"], new=1)),
            "crit-registered": ("crit names what every reader knows", crit(["alg"])),
            "crit-handover-absent": ("crit names what is not there", crit(["handover"])),
            "signature-short": ("a signature of 63 bytes", plain[:-2]),
        },
        "kind": {
            "typ-missing": ("it says of no kind", trust(listed(), header={"typ": "JWT"})),
            "typ-status": ("a status list's kind", trust(listed(), header={"typ": STATUS})),
            "typ-upper": ("the kind is compared exactly", trust(listed(), header={"typ": TRUST.upper()})),
        },
        "signature": {
            "altered-claims": ("a claim was altered", altered(plain, 1)),
            "altered-signature": ("the signature was altered", altered(plain, 2)),
            "signer-of-another": ("signed by another key under the root's kid", trust(listed(), OTHER, {"kid": kid(ROOT)})),
        },
        "root": {
            "unknown-root": ("nobody named this root", trust(listed(), OTHER)),
            "by-safe": ("the root in the safe signs no lists", trust(listed(), SAFE)),
            "successor-alone": ("a successor without the word of the root in the safe", trust(listed(), SUCCESSOR)),
        },
        "handover": {
            "handover-by-root": ("the first root cannot name its successor", by_successor(handover(signer=ROOT))),
            "handover-none": ("no handover", by_successor("x")),
            "handover-withdrawn": ("it names a successor that it withdraws", by_successor(handover(handover_claims((ROOT, SUCCESSOR))))),
        },
        "withdrawn": {
            "withdrawn": ("the signer is withdrawn by the handover that comes along", trust(listed(), ROOT, {"handover": handover()})),
        },
        "unproven": {
            "withdraws": ("it withdraws a root by itself", by(lambda made: made.update(withdrawn_roots=[kid(SAFE)]))),
        },
        "future": {"iat-far-ahead": ("more than ten minutes ahead", trust(listed(iat=NOW + 601)))},
        "expired": {"expired": ("its time is over", trust(listed(iat=IAT - 99, exp=NOW)))},
        "not_root": {"iss": ("its iss is another", trust(listed(iss="lsp")))},
        "life": {
            "exp-before-iat": ("it ends as it begins", trust(listed(exp=IAT))),
            "exp-far": ("to be believed for more than 400 days", trust(listed(exp=IAT + 400 * 86400 + 1))),
        },
        "kid_twice": {
            "kid-twice": ("one key twice", twice(list_key(CERTIFICATE, "status"))),
            "kid-twice-unknown-use": ("twice, once for a use that is not known", twice(list_key(CERTIFICATE, "log"))),
            "kid-twice-unknown-kind": ("a kid of an unknown kind twice", twice({"kid": "k", "use": "log"}, {"kid": "k", "use": "log"})),
        },
        "lsp": {
            "kid-of-another": ("a kid that is not its key's", one(kid=kid(OTHER))),
            "x-none": ("a known use, and no Ed25519 key", one(x="AAAA")),
            "compromised-without-list": ("compromised, and no honoured list named", one(state="compromised")),
            "active-with-compromise": ("active, and compromised since", one(compromised_since=5)),
            "honoured-hash": ("a hash that is none", one(**COMPROMISED | {"honoured": {"sha256": "zz", "count": 1}})),
            "licence-backwards": ("a licence that ends before it begins", lsp(licences=licence(until="2019-12-31"))),
            "status-of-another": ("another LSP's status lists", lsp(status="status/pengemudi/{n}")),
            "status-upwards": ("lists elsewhere on the disk", lsp(status="../status/klining/{n}")),
            "status-plain": ("lists in the open", lsp(status="http://lsp.example/status/klining/{n}")),
            "lsp-twice": ("one LSP twice", trust(listed(entry(), entry(keys=[])))),
        },
        "claims": {
            "no-json": ("claims that are no JSON", trust(None, text="{")),
            "an-array": ("claims that are an array", trust([])),
            "lsps-missing": ("no LSPs", by(lambda made: made.pop("lsps"))),
            "use-missing": ("a key without a use", by(lambda made: made["lsps"][0]["keys"][0].pop("use"))),
            "use-null": ("a use that is no word", one(use=None)),
            "state-missing": ("a key without a state", by(lambda made: made["lsps"][0]["keys"][0].pop("state"))),
            "site-plain": ("a site in the open", lsp(site="http://lsp.example")),
            "zone": ("a time zone that is none", lsp(time_zone="Asia/Bali")),
            "iat-float": ("iat is whole seconds", trust(listed(iat=IAT + 0.5))),
            "day": ("a day that no calendar has", one(**{"from": "2026-02-30"})),
            "iat-twice": ("two members of one name", trust(None, text=doubled(listed(entry()), "iat"))),
        },
    }


def altered(text, part):
    parts = text.split(".")
    middle = len(parts[part]) // 2
    parts[part] = parts[part][:middle] + ("A" if parts[part][middle] != "A" else "B") + parts[part][middle + 1:]
    return ".".join(parts)


# --- handovers -----------------------------------------------------------------------------------------


def handovers():
    good = handover()
    without = handover_claims() | {"successor": {"kid": kid(OTHER), "x": url(raw(SUCCESSOR))}}
    return {
        "read": {
            "plain": ("root-1 is withdrawn, root-3 follows", good),
            "none-withdrawn": ("a successor alone", handover(handover_claims(()))),
            "more-members": ("members that are not known", handover(handover_claims(note="new") | {
                "successor": handover_claims()["successor"] | {"kty": "OKP"}}, header={"new": 1})),
        },
        "newer": {"critical": ("crit names what is not known", handover(header={"crit": ["new"], "new": 1}))},
        "form": {
            "empty": ("nothing", ""),
            "alg": ("another algorithm", handover(alg="ES256")),
            "crit-empty": ("crit names nothing", handover(header={"crit": []})),
        },
        "kind": {"typ": ("a trust list's kind", handover(header={"typ": TRUST}))},
        "signature": {
            "altered": ("a claim was altered", altered(good, 1)),
            "by-root": ("signed by the first root", handover(signer=ROOT)),
        },
        "claims": {
            "successor-kid": ("a kid that is not the successor's", handover(without)),
            "successor-withdrawn": ("the successor is withdrawn", handover(handover_claims((ROOT, SUCCESSOR)))),
            "successor-missing": ("nobody follows", handover({"iat": IAT, "withdrawn_roots": []})),
            "iat": ("an instant beyond time", handover(handover_claims(iat=2**62))),
        },
    }


# --- status lists --------------------------------------------------------------------------------------


def packed(changes=((88, 1), (131071, 3)), entries=131072, bits=2):
    data = bytearray(entries * bits // 8)
    for index, state in changes:
        data[index * bits // 8] |= state << (index * bits % 8)
    return zlib.compress(bytes(data), 9)


def status_claims(lst=None, bits=2, **more):
    lst = url(packed()) if lst is None else lst
    made = {"sub": f"{SITE}/status/klining/0", "iat": IAT, "exp": IAT + 604800, "ttl": 300,
            "status_list": {"bits": bits, "lst": lst}, "journal": [3, "ab" * 32]}
    return {name: value for name, value in (made | more).items() if value is not ...}


def status(claims=None, signer=STATUS_KEY, header=None, **more):
    return jwt(STATUS, status_claims() if claims is None else claims, signer, header, **more)


STATUS_SAYS = {"sub": f"{SITE}/status/klining/0", "iat": IAT, "exp": IAT + 604800, "ttl": 300,
               "changed": [[88, "revoked"], [131071, "superseded"]]}


def status_jwts():
    later = status_claims(new=1, aggregation_uri="https://lsp.example/x", journal={"size": 3})
    later["status_list"]["aggregation_uri"] = "https://lsp.example/x"
    return {
        "believed": {
            "plain": ("as lists are signed", status()),
            "without-journal": ("a list of others says nothing of a journal", status(status_claims(journal=...))),
            "more-members": ("claims and a journal that are not known", status(later, header={"new": 1})),
            "without-ttl": ("no ttl", status(status_claims(ttl=...))),
        },
        "newer": {"critical": ("crit names what is not known", status(header={"crit": ["new"], "new": 1}))},
        "form": {
            "empty": ("nothing", ""),
            "alg": ("alg ES256", status(alg="ES256")),
            "crit-twice": ("crit names one twice", status(header={"crit": ["new", "new"], "new": 1})),
        },
        "kind": {"typ": ("a trust list's kind", status(header={"typ": TRUST}))},
        "signature": {
            "altered": ("a byte was altered", altered(status(), 1)),
            "by-another": ("signed by another key", status(signer=OTHER, header={"kid": kid(STATUS_KEY)})),
        },
        "claims": {
            "bits-1": ("one bit an entry", status(status_claims(url(packed(((88, 1),), bits=1)), 1))),
            "bits-3": ("three bits an entry", status(status_claims(bits=3))),
            "short": ("a list of fewer entries", status(status_claims(url(packed(((88, 1),), 131068))))),
            "long": ("a list of more entries", status(status_claims(url(packed(((88, 1),), 131076))))),
            "not-zlib": ("no ZLIB", status(status_claims(url(b"halo")))),
            "trailing": ("bytes after the ZLIB stream", status(status_claims(url(packed() + b"\0")))),
            "padding": ("base64url with padding", status(status_claims(url(packed()) + "="))),
            "exp": ("it ends as it begins", status(status_claims(exp=IAT))),
            "sub-missing": ("it says of which list it is", status(status_claims(sub=...))),
            "exp-twice": ("two members of one name", status(text=doubled(status_claims(), "exp"))),
        },
    }


TYP, CWT_TYPE = 16, "application/statuslist+cwt"


def cwt_claims(lst=None, bits=2, **more):
    made = {2: f"{SITE}/status/klining/0", 4: IAT + 604800, 6: IAT,
            65533: {"bits": bits, "lst": packed() if lst is None else lst}, 65534: 300}
    made |= {int(name[1:]): value for name, value in more.items()}
    return {name: value for name, value in made.items() if value is not ...}


def cwt(claims=None, signer=STATUS_KEY, header=(), unprotected=None, tag=18, kid_of=None):
    head = {1: -8, 4: kid_bytes(kid_of or signer), TYP: CWT_TYPE} | dict(header)
    head = {name: value for name, value in head.items() if value is not ...}
    head = dict(sorted(head.items(), key=lambda pair: cbor2.dumps(pair[0])))
    protected = cbor2.dumps(head)
    payload = claims if isinstance(claims, bytes) else cbor2.dumps(cwt_claims() if claims is None else claims)
    signature = key(signer).sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    return cbor2.dumps(cbor2.CBORTag(tag, [protected, unprotected or {}, payload, signature]))


def status_cwts():
    good = cwt()
    middle = len(good) // 2
    return {
        "believed": {
            "plain": ("as lists are signed: \"bits\" before \"lst\"", good),
            "deterministic": ("\"lst\" before \"bits\", the order of RFC 8949", cwt(cwt_claims() | {65533: {"lst": packed(), "bits": 2}})),
            "alg-19": ("alg -19 is Ed25519 by its own name", cwt(header={1: -19})),
            "more-members": ("claims and headers that are not known", cwt(cwt_claims(c1="iss", c99=[1]), header={-70009: 1}, unprotected={-70010: 1})),
            "critical-known": ("crit names the type, which is known", cwt(header={2: [TYP]})),
            "without-ttl": ("no ttl", cwt(cwt_claims(c65534=...))),
        },
        "newer": {
            "critical": ("crit names what is not known", cwt(header={2: [-70009], -70009: 1})),
            "critical-name": ("the same by a name", cwt(header={2: ["new"], "new": 1})),
        },
        "form": {
            "empty": ("nothing", b""),
            "crit-empty": ("crit names nothing (RFC 9052 §3.1)", cwt(header={2: []})),
            "crit-number": ("crit is no list", cwt(header={2: 16})),
            "crit-twice": ("crit names one twice", cwt(header={2: [TYP, TYP]})),
            "crit-unprotected": ("crit where nobody signed it", cwt(unprotected={2: [-70009]})),
            "kid-unprotected": ("one label in both headers", cwt(unprotected={4: b"12345678"})),
            "alg": ("ES256", cwt(header={1: -7})),
            "alg-missing": ("no alg", cwt(header={1: ...})),
            "kid-long": ("a kid of nine bytes", cwt(header={4: b"123456789"})),
            "tag": ("COSE_Mac0", cwt(tag=17)),
            "trailing": ("a byte after it", good + b"\0"),
            "cut-short": ("the last byte is gone", good[:-1]),
        },
        "kind": {
            "typ-missing": ("it says of no kind", cwt(header={TYP: ...})),
            "typ": ("the JWT's kind", cwt(header={TYP: "application/statuslist+jwt"})),
        },
        "signature": {
            "altered": ("a byte of the list was altered", good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1:]),
            "by-another": ("signed by another key", cwt(signer=OTHER, kid_of=STATUS_KEY)),
        },
        "claims": {
            "not-cbor": ("a payload that is no CBOR", cwt(b"\xff")),
            "an-array": ("claims that are an array", cwt(cbor2.dumps([1]))),
            "bits-1": ("one bit an entry", cwt(cwt_claims(packed(((88, 1),), bits=1), 1))),
            "short": ("a list of fewer entries", cwt(cwt_claims(packed(((88, 1),), 131068)))),
            "lst-text": ("the list as a text", cwt(cwt_claims(url(packed())))),
            "exp": ("it ends as it begins", cwt(cwt_claims(c4=IAT))),
            "sub-missing": ("it says of which list it is", cwt(cwt_claims(c2=...))),
            "sub-twice": ("two addresses", cwt(b"\xa6\x02\x61a" + cbor2.dumps(cwt_claims())[1:])),
        },
    }


# --- honoured lists ------------------------------------------------------------------------------------


def honoured():
    tokens = sorted(hashlib.sha256(bytes([n])).digest()[:16] for n in range(5))
    plain = b"".join(tokens)
    signed = lambda data, count=None: {"sha256": hashlib.sha256(data).hexdigest(), "count": len(data) // 16 if count is None else count}
    twice, backwards = b"".join([*tokens, tokens[-1]]), b"".join(reversed(tokens))
    return {
        "believed": {
            "plain": ("five tokens", plain, signed(plain)),
            "none": ("nothing was truly issued with the key", b"", signed(b"")),
        },
        "refused": {
            "shorter": ("one token is gone", plain[:-16], signed(plain)),
            "longer": ("one token was added", plain + b"\xff" * 16, signed(plain)),
            "altered": ("one bit was altered", plain[:-1] + bytes([plain[-1] ^ 1]), signed(plain)),
            "twice": ("one token twice", twice, signed(twice)),
            "backwards": ("an order that nobody searches by", backwards, signed(backwards)),
            "count": ("another count than was signed", plain, signed(plain, 6)),
            "odd": ("half a token more", plain + b"\xff" * 8, signed(plain + b"\xff" * 8)),
        },
    }


# --- what a released program signed --------------------------------------------------------------------


def released_x(name):
    pem = (RELEASED / "keys" / name).read_bytes()
    return url(serialization.load_pem_public_key(pem).public_bytes(Encoding.Raw, PublicFormat.Raw))


def from_url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims_of(text):
    return json.loads(from_url(text.split(".")[1]))


def status_says(claims):
    """What a released status list says, by the claims of its JWT."""
    words, data = ["valid", "revoked", "suspended", "superseded"], zlib.decompress(from_url(claims["status_list"]["lst"]))
    states = ((4 * at + place, byte >> 2 * place & 3) for at, byte in enumerate(data) if byte for place in range(4))
    return {name: claims[name] for name in ("sub", "iat", "exp", "ttl")} | {
        "changed": [[index, words[state]] for index, state in states if state]}


def released():
    """Trust list, honoured lists and status lists of tests/fixtures/first."""
    text = (RELEASED / "trust.jwt").read_text().strip()
    claims = claims_of(text)
    compromised = [known for lsp in claims["lsps"] for known in lsp["keys"] if known["state"] == "compromised"]
    head = {"on": claims["iat"] + 60, "key": released_x("root-1.pub.pem"), "says": says(claims)}
    yield "trust-list", "released-list", "believed", "a trust list of a released program", text, head
    for known in compromised:
        data = (RELEASED / "honoured" / known["kid"]).read_bytes()
        yield "honoured", "released-list", "believed", "an honoured list of a released program", data, known["honoured"]
    for file in sorted(RELEASED.glob("status/*/0.jwt")):
        text, name = file.read_text().strip(), f"released-{file.parent.name}"
        signer = json.loads(from_url(text.split(".")[0]))["kid"]
        (x,) = [known["x"] for lsp in claims["lsps"] for known in lsp["keys"] if known["kid"] == signer]
        head = {"key": x, "says": json.dumps(status_says(claims_of(text)))}
        yield "status-jwt", name, "believed", "a status list of a released program", text, head
        data = file.with_suffix(".cwt").read_bytes()
        assert cbor2.loads(cbor2.loads(data).value[0])[4] == from_url(signer), "one key signed both forms"
        yield "status-cwt", name, "believed", "the same in its other form", data, head


# --- feeds ---------------------------------------------------------------------------------------------


def change(seq, number, state, **more):
    made = {"seq": seq, "lsp": "klining", "number": number, "state": state, "valid_until": "2026-12-18",
            "expires_soon": state == "valid", "superseded_by": more.pop("superseded_by", ...),
            "noticed_at": "2026-11-22T05:00:00Z"}
    return {name: value for name, value in (made | more).items() if value is not ...}


def feed_claims(**more):
    first = NOW * 1_000_000 + 1
    changes = [change(first, "81210 9112 2 0000088 2023", "valid"),
               change(first + 1, "81210 9112 2 0000089 2023", "superseded", superseded_by="81210 9112 2 0000090 2026")]
    made = {"iss": "klining", "sub": f"{SITE}/api/v1/feed", "aud": "0123456789abcdef" * 2, "iat": NOW, "exp": NOW + 3600,
            "after": 0, "next": first + 1, "more": False, "watched": 2, "changes": changes}
    return {name: value for name, value in (made | more).items() if value is not ...}


def feed(claims=None, signer=REPORT_KEY, **more):
    return jwt(FEED, claims or feed_claims(), signer, **more)


def feeds():
    """Good ones with what they say, then bad ones."""
    nothing = feed_claims(changes=[], next=0, watched=0)
    unproven = feed_claims(changes=[change(1, "1", "status_unknown", valid_until=None)])
    later = feed_claims(new=1, changes=[change(1, "1", "a_word_of_tomorrow", new=1)])
    known = feed_claims(changes=[change(1, "1", "a_word_of_tomorrow")])
    good = {
        "plain": ("as answers are signed", feed_claims(), feed()),
        "nothing": ("nothing is watched", nothing, feed(nothing)),
        "unproven": ("a certificate of which nothing is proven has no last day", unproven, feed(unproven)),
        "more-members": ("members and a word that are not known", known, feed(later, header={"new": 1})),
    }
    for name, (why, claims, text) in good.items():
        yield name, "told", why, text, {"key": url(raw(REPORT_KEY)), "says": json.dumps(claims)}
    bad = {
        "newer": {"critical": ("crit names what is not known", feed(header={"crit": ["new"], "new": 1}))},
        "form": {"empty": ("nothing", ""), "alg": ("alg ES256", feed(alg="ES256")),
                 "cut": ("without a signature", feed().rpartition(".")[0])},
        "kind": {"typ": ("a status list's kind", feed(header={"typ": STATUS}))},
        "signature": {"altered": ("a byte was altered", altered(feed(), 1)),
                      "by-another": ("signed by another key", feed(signer=STATUS_KEY, header={"kid": kid(REPORT_KEY)}))},
        "claims": {"aud-missing": ("it does not say whose it is", feed(feed_claims(aud=...))),
                   "after-missing": ("it does not say what was asked", feed(feed_claims(after=...))),
                   "next-text": ("a cursor that is no number", feed(feed_claims(next="2"))),
                   "day": ("a last day that is none", feed(feed_claims(changes=[change(1, "1", "valid", valid_until="2026-02-30")]))),
                   "seq-missing": ("a change without its place", feed(feed_claims(changes=[change(..., "1", "valid")])))},
    }
    for expect, files in bad.items():
        for name, (why, text) in files.items():
            yield name, expect, why, text, {}


# --- texts that the database keeps ---------------------------------------------------------------------


def released_texts():
    """The kept texts of tests/fixtures/first, by hash."""
    rows = re.findall(r"^insert into version \(hash, body\) values \('([0-9a-f]{64})', '(.*)'\);$",
                      (RELEASED / "rows.sql").read_text(), re.M)
    return {name: text.replace("''", "'") for name, text in rows}


def stored():
    """What a released program kept, texts of tomorrow, texts of before a member was there, and bad ones."""
    plain, names = {}, {"certification_manager": "stored-lsp", "units": "stored-scheme", "blanko": "stored-design"}
    for name, text in sorted(released_texts().items()):
        kind = next((kind for member, kind in names.items() if text.startswith("{") and member in json.loads(text)), None)
        if kind:
            first = plain.setdefault(kind, json.loads(text))
            label = "released" if first == json.loads(text) else f"released-{name[:8]}"
            yield kind, label, "read", "as a released program kept it", text, {"sha256": name}
    lsp, scheme, design = (plain[kind] for kind in names.values())

    def of(kind, name, expect, why, made, change=lambda made: None):
        made = copy.deepcopy(made)
        change(made)
        return kind, name, expect, why, json.dumps(made, sort_keys=True, separators=(",", ":"), ensure_ascii=False), {}

    yield of("stored-lsp", "more-members", "read", "members that are not known", lsp, lambda made: [
        made.update(logo=None), made["licences"][0].update(level=[1]), made["numbering"]["certificate"].update(step=2),
        made["numbering"].update(blanko={})])
    yield of("stored-lsp", "left-out", "read", "of before there was a choice", lsp, lambda made: [
        made.pop(name) for name in ("numbering", "expiry", "console", "schemes")] + [made["licences"][0].pop("decree")])
    *kind, _ = of("stored-lsp", "kind", "read", "a kind of LSP that is not known stays as it was written", lsp,
                  lambda made: made.update(kind="P4"))
    yield *kind, {"sha256": hashlib.sha256(kind[-1].encode()).hexdigest()}
    for name, why, change in [
        ("name-missing", "an LSP without a name", lambda made: made.pop("name_id")),
        ("zone", "a time zone that is none", lambda made: made.update(time_zone="Asia/Bali")),
        ("site", "a site in the open", lambda made: made.update(site="http://lsp.example")),
        ("id", "an id that is none", lambda made: made.update(id="LSP 1")),
        ("licences", "licences that are no list", lambda made: made.update(licences={})),
        ("licence-day", "a licence from a day that no calendar has", lambda made: made["licences"][0].update({"from": "2015-02-30"})),
        ("shape", "a number's shape without a sequence", lambda made: made["numbering"]["certificate"].update(shape="{year}")),
        ("expiry", "an expiry that is not known", lambda made: made.update(expiry="never")),
    ]:
        yield of("stored-lsp", name, "refused", why, lsp, change)
    yield of("stored-scheme", "more-members", "read", "members that are not known", scheme, lambda made: [
        made.update(skkni="2016-1"), made["units"][0].update(hours=4)])
    yield of("stored-scheme", "left-out", "read", "of before a scheme could end", scheme, lambda made: [
        made.pop("from"), made.pop("until")])
    for name, why, change in [
        ("title-missing", "a scheme without a title", lambda made: made.pop("title_id")),
        ("code", "a code that is none", lambda made: made.update(code="CS 01 / é")),
        ("kind", "a packaging that is not known", lambda made: made.update(kind="paket")),
        ("level", "a level that no byte holds", lambda made: made.update(kkni_level=300)),
        ("years", "years below zero", lambda made: made.update(validity_years=-1)),
        ("years-half", "half a year", lambda made: made.update(validity_years=2.5)),
        ("units", "units that are no list", lambda made: made.update(units="J.812")),
        ("unit-title", "a unit without a title", lambda made: made["units"][0].pop("title_en")),
        ("until", "a last day that is no date", lambda made: made.update(until="soon")),
        ("array", "an array", lambda made: None),
        ("cut-short", "the end is gone", lambda made: None),
    ]:
        kind, name, expect, why, text, head = of("stored-scheme", name, "refused", why, scheme, change)
        text = {"array": f"[{text}]", "cut-short": text[:-9]}.get(name, text)
        yield kind, name, expect, why, text, head
    yield of("stored-design", "more-members", "read", "members that are not known", {**design, "stamp": None})
    yield of("stored-design", "left-out", "read", "no pictures", {"blanko": "a", "digital": "b"})
    for name, why, made in [
        ("blanko-missing", "one sheet alone", {"digital": "b"}),
        ("digital-null", "no layout", {"digital": None, "blanko": "a"}),
        ("logo-bytes", "a picture that is no text", {"digital": "b", "blanko": "a", "logo": [1, 2]}),
        ("array", "an array", ["b"]),
        ("text", "a text", "digital"),
        ("null", "nothing", None),
        ("number", "a number", 5),
        ("layout", "a layout that is no text", {"digital": {}, "blanko": "a"}),
        ("signature-object", "a picture that is no text", {"digital": "b", "blanko": "a", "signature": {}}),
    ]:
        yield of("stored-design", name, "refused", why, made)


def vectors():
    """Kind, name, expectation, why, body (bytes: hex) and what else stands in the head."""
    for name, (why, claims, text) in good_lists().items():
        yield "trust-list", name, "believed", why, text, {"says": says(claims)} | shown(claims)
    for kind, sets in {"trust-list": bad_lists(), "handover": handovers(), "status-jwt": status_jwts(), "status-cwt": status_cwts()}.items():
        for expect, files in sets.items():
            for name, (why, body) in files.items():
                more = {}
                if expect == "believed":
                    more["says"] = json.dumps(STATUS_SAYS | ({"ttl": 0} if name == "without-ttl" else {}))
                yield kind, name, expect, why, body, more
    for name, expect, why, text, more in feeds():
        yield "feed", name, expect, why, text, more
    for expect, files in honoured().items():
        for name, (why, body, signed) in files.items():
            yield "honoured", name, expect, why, body, signed
    yield from released()
    yield from stored()


def main():
    wrong, names = [], set()
    for kind, name, expect, why, body, more in vectors():
        body = body.hex() if isinstance(body, bytes) else body
        head = "".join(f"{field}: {value}\n" for field, value in {"expect": expect, "why": why, **more}.items())
        lines = [body] if kind.startswith("stored-") else textwrap.wrap(body, 100)
        text = head + "\n" + "".join(line + "\n" for line in lines)
        path = HERE / kind / f"{name}.txt"
        assert path not in names, path
        names.add(path)
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            wrong.append(f"{kind}/{path.name}")
    kinds = {path.parent for path in names}
    wrong += [f"{path.parent.name}/{path.name}" for kind in kinds for path in kind.glob("*.txt") if path not in names]
    print(f"{len(names)} vectors" + (f"; differing or unknown: {' '.join(sorted(wrong))}" if wrong else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
