"""What the verdict in a browser is held against: the vectors of tests/vectors, and every combination of the table
tests/golden/verdicts.txt, put up once more as signed lists."""
import base64
import hashlib
import itertools
import json
import pathlib
import re
import zlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TESTS = pathlib.Path(__file__).parent.parent
NOW = 1_795_323_600  # 22 November 2026, 12.00 in Jakarta
ROOT, SAFE, CERTIFICATE, STATUS, OTHER = 1, 2, 7, 8, 9  # seeds
DAYS = {"before": "2023-12-17", "within": "2026-12-17", "after": "2026-12-18"}
STATES = ("valid", "revoked", "suspended", "superseded")
LISTS = ("fresh", "status old", "no status", "trust list old")
KEYS = ("active", "retired", "compromised, honoured", "compromised, not honoured", "compromised, honoured list missing",
        "in a state not known here", "unknown", "of another use", "outside its period")


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def public(seed):
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32).public_key().public_bytes_raw()


def kid(seed):
    return encoded(hashlib.sha256(public(seed)).digest()[:8])


def jwt(typ, claims, seed):
    parts = [encoded(json.dumps(part).encode()) for part in ({"alg": "EdDSA", "kid": kid(seed), "typ": typ}, claims)]
    signed = ".".join(parts)
    return signed + "." + encoded(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32).sign(signed.encode()))


def vectors():
    """Every vector of the forms that a browser reads."""
    def one(path):
        head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        kind = path.parent.name
        own = public({"token": CERTIFICATE, "trust-list": ROOT, "status-jwt": STATUS}[kind])
        return {"name": f"{kind}/{path.name}", "kind": kind, "body": "".join(body.split()), "expect": fields["expect"],
                "key": fields.get("key", encoded(own)), "on": int(fields.get("on", NOW))}
    return [one(path) for kind in ("token", "trust-list", "status-jwt") for path in sorted((TESTS / "vectors" / kind).iterdir())]


def golden():
    """The table as it was read: from what a case is called to its verdict."""
    words, titles, told = {}, [], False
    for line in (TESTS / "golden/verdicts.txt").read_text(encoding="utf-8").splitlines():
        row = re.fullmatch(r"  (before|within|after) +(\w+) +(.*)", line)
        if row:
            told = True
            for title, (lists, word) in itertools.product(titles, zip(LISTS, row[3].split(), strict=True)):
                words[title, row[1], row[2], lists] = word
        elif ", key " in line:
            titles, told = [*([] if told else titles), line], False
    return words


def table():
    """Trust lists, status lists and cases: each names its lists by their places."""
    good = bytes.fromhex("".join((TESTS / "vectors/token/plain.txt").read_text().partition("\n\n")[2].split()))
    bytes_of = {"no token": b"halo", "altered": good[:-1] + bytes([good[-1] ^ 1]), "as signed": good}
    honoured = b"".join(sorted(hashlib.sha256(bytes_of[kind]).digest()[:16] for kind in ("altered", "as signed")))
    trusts, statuses, cases = [], [], []
    for state, stale in itertools.product(STATES, (False, True)):
        entries = bytearray((1 << 17) // 4)
        entries[88 >> 2] |= STATES.index(state) << 2 * (88 & 3)
        lst = {"bits": 2, "lst": encoded(zlib.compress(bytes(entries)))}
        claims = {"sub": "https://cek.lsp.example/status/klining/0", "iat": NOW - 3600, "exp": NOW if stale else NOW + 3600,
                  "ttl": 300, "status_list": lst}
        statuses.append(jwt("statuslist+jwt", claims, STATUS))
    words = golden()
    for key, licensed, scope, old in itertools.product(KEYS, ("licensed", "not licensed"), ("in scope", "out of scope"), (False, True)):
        trusts.append(trust(key, licensed, scope, old, honoured))
        for kind, (day, on), state, lists in itertools.product(bytes_of, DAYS.items(), STATES, LISTS):
            if (lists == "trust list old") != old:
                continue
            title = f"{kind}, key {key}, {licensed}, {scope}"
            place = None if lists == "no status" else 2 * STATES.index(state) + (lists == "status old")
            cases.append({"name": f"{title}, {day}, {state}, {lists}", "token": encoded(bytes_of[kind]), "on": on,
                          "trust": len(trusts) - 1, "status": place, "expect": words[title, day, state, lists]})
    return {"trusts": trusts, "statuses": statuses, "cases": cases}


def trust(key, licensed, scope, old, honoured):
    seed = 10 if key == "unknown" else CERTIFICATE
    own = {"kid": kid(seed), "x": encoded(public(seed)), "use": "status" if key == "of another use" else "certificate",
           "state": "active", "from": "2020-01-01", "until": "2023-12-17" if key == "outside its period" else None}
    bytes_of = b"\1" * 16 if key == "compromised, not honoured" else honoured
    if key.startswith("compromised"):
        named = {"sha256": hashlib.sha256(bytes_of).hexdigest(), "count": len(bytes_of) // 16}
        own |= {"state": "compromised", "compromised_since": NOW, "honoured": named}
    elif key == "retired":
        own["state"] = "retired"
    elif key == "in a state not known here":
        own["state"] = "paused"
    lists = {"kid": kid(STATUS), "x": encoded(public(STATUS)), "use": "status", "state": "active", "from": "2020-01-01",
             "until": None}
    lsp = {"id": "klining", "name_id": "LSP Contoh", "name_en": "Example", "site": "https://cek.lsp.example",
           "time_zone": "Asia/Jakarta", "status": "status/klining/{n}", "keys": [own, lists],
           "licences": [{"number": "BNSP-LSP-9901-ID", "decree": "", "from": "2020-01-01",
                         "until": "2023-12-18" if licensed == "licensed" else "2023-12-17"}],
           "schemes": [{"code": "CS-01", "from": None, "until": "2023-12-17" if scope == "out of scope" else None}]}
    claims = {"iss": "root", "iat": NOW - 3600, "exp": NOW if old else NOW + 3600, "withdrawn_roots": [], "lsps": [lsp]}
    told = key in ("compromised, honoured", "compromised, not honoured")
    return {"jwt": jwt("absah-trust+jwt", claims, ROOT), "honoured": encoded(bytes_of) if told else None}


def held_against():
    """All of it, as JSON for the page."""
    return {"now": NOW, "first": encoded(public(ROOT)), "safe": encoded(public(SAFE)), "vectors": vectors(), "table": table()}


# In the page: everything that comes out otherwise than it says.
RUN = """async ({ address, given }) => {
  const verdict = await import(address), { now, first, safe, vectors, table } = given, wrong = [];
  const bytes = (text) => verdict.fromBase64url(text), roots = (key) => ({ first: bytes(key), safe: bytes(safe) });
  const word = async (read) => {
    try { return await read(); } catch (fault) { return fault.word ?? String(fault); }
  };
  const hex = (text) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
  const named = async (key) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(key))).slice(0, 8),
    (one) => one.toString(16).padStart(2, "0")).join("");
  const alone = async (key, use) => {
    const lsp = { id: "klining", name: "", zone: "Asia/Jakarta", licences: [], schemes: [], hosts: [] };
    const one = { kid: await named(key), bytes: bytes(key), use, state: "active", from: "2000-01-01", until: null };
    return { exp: now + 1e9, lsps: [lsp], keys: new Map([[one.kid, { lsp, key: one }]]), honoured: new Map() };
  };
  const outcome = {
    token: async ({ body, key }) => {
      const lists = { trust: await alone(key, "certificate"), statuses: new Map() };
      const { integrity, verdict: told } = await verdict.judge(hex(body), lists, { now });
      return integrity === "ok" ? "verified" : told;
    },
    "trust-list": async ({ body, key, on }) => ((await verdict.readTrust(body, roots(key), on)).exp <= on ? "expired" : "believed"),
    "status-jwt": async ({ body, key }) => {
      const trust = await alone(key, "status"), [{ lsp, key: one }] = trust.keys.values();
      // Whoever holds a list against an address is elsewhere: here each is asked for where it says it is.
      let sub = "";
      try { sub = JSON.parse(atob(body.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub ?? ""; } catch { sub = ""; }
      const [, id, number] = /\\/status\\/([^/]*)\\/(\\d+)$/.exec(sub) ?? [null, "klining", "0"];
      await verdict.readStatus(body, { keys: { get: () => ({ lsp: { ...lsp, id }, key: one }) } }, id, number, now * 2);
      return "believed";
    },
  };
  for (const vector of vectors) {
    const told = await word(() => outcome[vector.kind](vector));
    if (told !== vector.expect.split(" ")[0]) wrong.push(`${vector.name}: ${told}, not ${vector.expect}`);
  }
  const trusts = [];
  for (const { jwt, honoured } of table.trusts) {
    const trust = await verdict.readTrust(jwt, roots(first), now);
    for (const { key } of trust.keys.values()) {
      if (key.honoured && honoured !== null) trust.honoured.set(key.kid, await verdict.readHonoured(bytes(honoured), key.honoured));
    }
    trusts.push(trust);
  }
  const statuses = [];
  for (const jwt of table.statuses) statuses.push(await verdict.readStatus(jwt, trusts[0], "klining", 0, now));
  for (const { name, token, on, trust, status, expect } of table.cases) {
    const held = new Map(status === null ? [] : [["klining/0", statuses[status]]]);
    const told = (await verdict.judge(bytes(token), { trust: trusts[trust], statuses: held }, { now, on })).verdict;
    if (told !== expect) wrong.push(`${name}: ${told}, not ${expect}`);
  }
  return wrong;
}"""
