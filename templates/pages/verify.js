// The verdict in a browser, without a service: a token, the trust list and the status lists in, the same word out that
// `absah verify` says (src/verify/verdict/mod.rs). Reads what src/seal reads, refuses what it refuses; the signatures are
// WebCrypto's Ed25519. The tests hold it against tests/vectors and tests/golden/verdicts.txt.

const LONGEST = { token: 1024, "statuslist+jwt": 128 * 1024, "absah-trust+jwt": 16 * 1024 * 1024, "absah-root+jwt": 16 * 1024 };
const ENTRIES = 1 << 17; // of a status list, 2 bits each
const LIFE = 400 * 24 * 60 * 60; // seconds that a trust list may be believed
const AHEAD = { trust: 600, status: 60 }; // seconds that a list may be ahead of the clock
const MOST = 10_000; // keys, licences, schemes or sites of an LSP

// Why a list is refused: the words of `absah verifier`.
export class Refused extends Error {
  constructor(word) {
    super(word);
    this.word = word;
  }
}
const must = (holds, word) => {
  if (!holds) throw new Refused(word);
};

// --- bytes ---

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const after = (a, b) => {
  const at = a.findIndex((byte, one) => byte !== b[one]);
  return at >= 0 && (at >= b.length || a[at] > b[at]);
};
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

// Base64url without padding, and only what an encoder writes; null for anything else.
export const fromBase64url = (text) => {
  const rest = text.length % 4;
  if (rest === 1 || !/^[0-9A-Za-z_-]*$/.test(text)) return null;
  const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(text.at(-1));
  if ((rest === 2 && last & 15) || (rest === 3 && last & 3)) return null;
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
};

const WIDTHS = [0, 3, 5, 8, 10, 13, 15, 17, 20];

// Digits of a QR: every 8 bytes as 20, the last 1 to 7 as 3, 5, 8, 10, 13, 15, 17.
const fromDigits = (digits) => {
  const bytes = [];
  for (let start = 0; start < digits.length; start += 20) {
    const group = digits.slice(start, start + 20), size = WIDTHS.indexOf(group.length), number = BigInt(group);
    if (size < 0 || number >> BigInt(8 * size)) return null;
    for (let at = size - 1; at >= 0; at -= 1) bytes.push(Number(number >> BigInt(8 * at) & 255n));
  }
  return Uint8Array.from(bytes);
};

// The bytes in a link, the text of a QR, or bare base64url or digits; and the host before them, which is never asked.
export const spelt = (given) => {
  const text = given.trim();
  if (!text || text.length > LONGEST.token / 8 * 20 + 400) return null;
  const link = /^https?:\/\/([^/]*)\/([vV])\/([^?#]*)/i.exec(text);
  const part = link ? link[3] : text;
  const digits = link ? link[2] === "V" : /^[0-9]+$/.test(text);
  if (digits && !/^[0-9]*$/.test(part)) return null;
  const bytes = digits ? fromDigits(part) : fromBase64url(part);
  return bytes && { bytes, host: link ? link[1].toLowerCase() : null };
};

// --- signatures ---

// Points of small order and their other spellings, but for the sign: RFC 8032 read strictly takes none (docs/ed25519.md).
const WEAK = ["00".repeat(32), `01${"00".repeat(31)}`, `ec${"ff".repeat(30)}7f`, `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`, "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"];
const isWeak = (point) => WEAK.includes(hex([...point.subarray(0, 31), point[31] & 127]));

const importKey = (bytes) => crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);

// Whether this browser checks signatures at all.
export const canVerify = async () => {
  try {
    await importKey(fromBase64url("6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"));
    return typeof DecompressionStream === "function";
  } catch { return false; }
};

const holds = async (key, signed, signature) => !isWeak(key) && !isWeak(signature.subarray(0, 32))
  && crypto.subtle.verify("Ed25519", await importKey(key), signature, signed);

// --- deterministic CBOR (RFC 8949 §4.2.1) ---

const bits = (number, width) => new DataView(new Float64Array([number]).buffer).getUint32(width, true);
// Whether a float of 16 bits holds a number.
const isHalf = (number) => {
  if (number === 0 || !Number.isFinite(number)) return true;
  const exponent = Math.max((bits(number, 4) >>> 20 & 2047) - 1023, -14);
  return exponent < 16 && Number.isInteger(number / 2 ** (exponent - 10));
};

// One value in its one encoding, and where it ends. Of numbers beyond what is counted with here, as of floats and
// bignums, nothing is told but that they stand there.
const value = (bytes, at, depth) => {
  if (!depth || at >= bytes.length) throw new SyntaxError("CBOR");
  const bad = (is) => {
    if (is) throw new SyntaxError("CBOR");
  };
  const major = bytes[at] >> 5, short = bytes[at] & 31;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = short < 24 ? 0 : 2 ** (short - 24), end = at + 1 + width;
  bad(short > 27 || end > bytes.length);
  if (major === 7) {
    const number = { 25: () => NaN, 26: () => view.getFloat32(at + 1), 27: () => view.getFloat64(at + 1) }[short]?.();
    if (short === 25) {
      const half = view.getUint16(at + 1);
      bad((half & 0x7fff) > 0x7c00 && half !== 0x7e00);
    } else if (number === undefined) {
      bad(width || short < 20 || short > 22);
    } else {
      bad(Number.isNaN(number) || (short === 26 ? isHalf(number) : Math.fround(number) === number));
    }
    return { end };
  }
  let argument = BigInt(short);
  if (width) {
    argument = bytes.subarray(at + 1, end).reduce((sum, byte) => sum << 8n | BigInt(byte), 0n);
    bad(argument < [24n, 1n << 8n, 1n << 16n, 1n << 32n][short - 24]);
  }
  const count = Number(argument);
  if (major < 2) return { integer: major ? -1 - count : count, end };
  if (major < 4) {
    bad(count > bytes.length - end);
    const part = bytes.subarray(end, end + count);
    return { [major === 2 ? "bytes" : "text"]: major === 2 ? part : utf8(part), end: end + count };
  }
  if (major === 6) {
    const under = value(bytes, end, depth - 1);
    // A bignum that an integer would hold.
    if (argument === 2n || argument === 3n) bad(!under.bytes || under.bytes.length < 9 || !under.bytes[0]);
    return { end: under.end };
  }
  const items = [], map = new Map();
  let next = end, last = new Uint8Array();
  for (let one = 0; one < count; one += 1) {
    const item = value(bytes, next, depth - 1);
    if (major === 4) {
      items.push(item);
      next = item.end;
      continue;
    }
    const key = bytes.subarray(next, item.end), under = value(bytes, item.end, depth - 1);
    bad(!after(key, last));
    if (item.integer !== undefined) map.set(item.integer, under);
    [last, next] = [key, under.end];
  }
  return { ...(major === 4 ? { items } : { map }), end: next };
};

const cbor = (bytes) => {
  const read = value(bytes, 0, 64);
  if (read.end !== bytes.length) throw new SyntaxError("CBOR");
  return read;
};

// --- the token ---

const HIDDEN = new RegExp("[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e"
  + "\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff\\ue000-\\uf8ff\\u{e0000}-\\u{10ffff}]|\\p{Cc}", "u");
const legal = (text, most) => typeof text === "string" && text && [...text].length <= most && !/\p{Cc}/u.test(text);
const isName = (text) => legal(text, 100) && !HIDDEN.test(text) && /\p{Alphabetic}/u.test(text)
  && text.normalize("NFC") === text && text.split(/\p{White_Space}+/u).join(" ") === text.trim() && text === text.trim();
const isInstant = (seconds) => Number.isInteger(seconds) && seconds >= -377_705_023_201 && seconds <= 253_402_207_200;

const readClaims = (payload) => {
  const { map: claims } = cbor(payload), shown = claims?.get(-70001)?.map;
  const certificate = [1, 2, 3].map((key) => shown?.get(key)?.text), status = shown?.get(4)?.items ?? [];
  const [holder, code, title] = certificate, [exp, nbf] = [4, 5].map((key) => claims?.get(key)?.integer);
  const number = utf8(claims?.get(7)?.bytes ?? new Uint8Array());
  const [list, index] = status.map((item) => item.integer);
  const sound = isName(holder) && /^[0-9A-Z._/-]{1,32}$/.test(code) && legal(title, 120) && legal(number, 64)
    && isInstant(exp) && isInstant(nbf) && nbf < exp && status.length === 2 && list >= 0 && list < 2 ** 32 && index >= 0
    && index < ENTRIES;
  return sound ? { holder, code, title, number, exp, nbf, list, index } : null;
};

// A tagged COSE_Sign1 whose protected header holds exactly alg and kid: it has one layout. Null for anything else.
export const readToken = (bytes) => {
  if (bytes.length > LONGEST.token) return null;
  const [alg, length] = [bytes[5], bytes[17]];
  const head = [0xd2, 0x84, 0x4d, 0xa2, 0x01, alg, 0x04, 0x48], wide = length === 0x59 ? 2 : 1;
  if (!same(bytes.subarray(0, 8), Uint8Array.from(head)) || ![0x27, 0x32].includes(alg) || bytes[16] !== 0xa0) return null;
  const size = wide === 2 ? bytes[18] << 8 | bytes[19] : bytes[18], start = 18 + wide;
  if (![0x58, 0x59].includes(length) || !(size >= (wide === 2 ? 256 : 24))) return null;
  const payload = bytes.subarray(start, start + size), rest = bytes.subarray(start + size);
  if (rest.length !== 66 || rest[0] !== 0x58 || rest[1] !== 0x40) return null;
  try {
    const claims = readClaims(payload);
    const text = (head, part) => [head.length < 24 ? 0x60 + head.length : 0, ...new TextEncoder().encode(head), ...part];
    // Sig_structure (RFC 9052 §4.4): ["Signature1", protected, h'', payload].
    const signed = [0x84, ...text("Signature1", bytes.subarray(2, 16)), 0x40, ...bytes.subarray(17, start), ...payload];
    return claims && { kid: hex(bytes.subarray(8, 16)), claims, signed: Uint8Array.from(signed), signature: rest.subarray(2) };
  } catch { return null; }
};

// --- JWTs (RFC 7515) ---

const REGISTERED = ["alg", "apu", "apv", "crit", "cty", "enc", "epk", "iv", "jku", "jwk", "kid", "p2c", "p2s", "tag", "typ",
  "x5c", "x5t", "x5t#S256", "x5u", "zip"];
const isText = (text) => typeof text === "string";
const isObject = (one) => one !== null && typeof one === "object" && !Array.isArray(one);
// Whether an object has two members of one name: JSON.parse would take the last.
const isDoubled = (text) => {
  const open = [];
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}]/g)) {
    if (part === "{") open.push(new Set());
    else if (part === "}") open.pop();
    else if (part.endsWith(":")) {
      const name = JSON.parse(part.slice(0, part.lastIndexOf('"') + 1)), names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    }
  }
  return false;
};
const json = (part, word) => {
  const bytes = isText(part) ? fromBase64url(part) : null;
  must(bytes, word);
  try {
    const text = utf8(bytes), read = JSON.parse(text);
    if (!isDoubled(text)) return read;
  } catch { /* It is no JSON. */ }
  throw new Refused(word);
};
const kidOf = (text, word) => {
  const bytes = isText(text) ? fromBase64url(text) : null;
  must(bytes?.length === 8, word);
  return hex(bytes);
};

const readJwt = (text, typ) => {
  must(text.length <= LONGEST[typ], "long");
  const parts = text.split("."), signature = fromBase64url(parts.at(-1)), header = json(parts[0], "form");
  must(parts.length >= 2 && signature?.length === 64 && isObject(header) && isText(header.typ), "form");
  const { crit, handover } = header, kid = kidOf(header.kid, "form");
  must(header.alg === "EdDSA" && (handover === undefined || handover === null || isText(handover)), "form");
  must(header.typ === typ, "kind");
  if (crit !== undefined) {
    must(Array.isArray(crit) && crit.length && new Set(crit).size === crit.length, "form");
    must(crit.every((name) => isText(name) && name && [...name].length <= 64 && !REGISTERED.includes(name)), "form");
    must(crit.every((name) => name === "handover"), "newer");
    must(isText(handover), "form");
  }
  const signed = new TextEncoder().encode(parts.slice(0, -1).join("."));
  return { kid, handover, signed, signature, claims: parts.slice(1, -1).join(".") };
};

const claimsOf = async (jwt, key) => {
  must(await holds(key, jwt.signed, jwt.signature), "signature");
  // A whole number with a fraction is no integer of ours, though it reads as one here.
  const bytes = fromBase64url(jwt.claims), text = bytes && new TextDecoder().decode(bytes);
  must(text && !/"(?:iat|exp|ttl|bits|count|compromised_since)"\s*:\s*-?[0-9]+(?:\.|[eE])/.test(text), "claims");
  const claims = json(jwt.claims, "claims");
  must(isObject(claims), "claims");
  return claims;
};

// --- the trust list ---

const isDay = (text) => isText(text) && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  && new Date(text).toISOString().startsWith(text);
const orNone = (is, text) => text === null || text === undefined || is(text);
const isId = (text) => isText(text) && /^[a-z][a-z0-9-]{1,31}$/.test(text);
const isZone = (text) => {
  try {
    return isText(text) && Boolean(new Intl.DateTimeFormat("en", { timeZone: text }));
  } catch { return false; }
};
// The host of a site in lower case; null where it is none.
const hostOf = (site) => {
  const [, scheme, host] = /^(https?):\/\/([^/?#@\\]+)\/*$/i.exec(isText(site) ? site.trim() : "") ?? [];
  const [, name, port] = /^((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::([0-9]+))?$/
    .exec(host?.toLowerCase() ?? "") ?? [];
  const sound = name && host.length <= 60 && (port === undefined || (port > 0 && port < 65_536))
    && (scheme.toLowerCase() === "https" || ["127.0.0.1", "localhost"].includes(name));
  return sound ? host.toLowerCase() : null;
};
const isBase = (base) => !base || (base.length <= 200 && base.endsWith("/") && /^[!-~]+$/.test(base)
  && !/[?#@\\]|\/\.\.\//.test(base) && hostOf(base.split("/").slice(0, 3).join("/")) !== null);

const keyOf = async ({ kid, x, use, state, from, until, compromised_since: since, honoured }) => {
  must(isText(x) && isText(state) && isDay(from) && orNone(isDay, until), "claims");
  const own = kidOf(kid, "claims"), bytes = fromBase64url(x);
  must(bytes?.length === 32 && !isWeak(bytes) && hex((await sha256(bytes)).subarray(0, 8)) === own, "lsp");
  const none = (since ?? null) === null && (honoured ?? null) === null, named = ["active", "compromised", "retired"];
  if (state === "compromised") {
    must(isInstant(since) && /^[0-9a-fA-F]{64}$/.test(honoured?.sha256) && Number.isInteger(honoured.count), "lsp");
  } else {
    must(none || !named.includes(state), "lsp");
  }
  const known = named.includes(state) ? state : "unknown", name = kid;
  return { kid: own, name, bytes, use, state: known, from, until, honoured: known === "compromised" ? honoured : null };
};

const entry = async (one) => {
  must(isObject(one) && isId(one.id) && isText(one.name_id) && isText(one.name_en) && isZone(one.time_zone), "claims");
  const { id, name_id: name, time_zone: zone, licences, schemes, former_sites: former = [] } = one;
  must([licences, schemes, one.keys, former].every(Array.isArray) && isText(one.status), "claims");
  must([one.site, ...former].every((site) => hostOf(site) !== null), "claims");
  must(licences.every(({ number, from, until }) => isText(number) && isDay(from) && isDay(until)), "claims");
  must(schemes.every(({ code, from, until }) => /^[0-9A-Za-z._/-]{1,32}$/.test(code) && orNone(isDay, from)
    && orNone(isDay, until)), "claims");
  must(one.keys.every((key) => isObject(key) && isText(key.use)), "claims");
  must([licences, schemes, one.keys, former].every((all) => all.length <= MOST), "lsp");
  must(licences.every(({ from, until }) => from <= until), "lsp");
  const base = one.status.endsWith(`status/${id}/{n}`) ? one.status.slice(0, -`status/${id}/{n}`.length) : null;
  must(base !== null && isBase(base), "lsp");
  const keys = [];
  // What a key of an unknown use signs is never believed.
  for (const key of one.keys.filter(({ use }) => ["certificate", "report", "status"].includes(use))) keys.push(await keyOf(key));
  return { id, name, zone, licences, schemes, base, keys, hosts: [one.site, ...former].map(hostOf) };
};

// Who may have signed a list: the first root, or whom the root in the safe named in its place.
const signer = async (jwt, { first, safe, withdrawn = [] }) => {
  let key = first, gone = [], kid = hex((await sha256(first)).subarray(0, 8));
  if (isText(jwt.handover)) {
    must(safe, "handover");
    try {
      const claims = await claimsOf(readJwt(jwt.handover, "absah-root+jwt"), safe), { successor } = claims;
      const bytes = fromBase64url(successor.x), own = kidOf(successor.kid, "handover");
      gone = claims.withdrawn_roots.map((one) => kidOf(one, "handover"));
      must(isInstant(claims.iat) && hex((await sha256(bytes)).subarray(0, 8)) === own && !gone.includes(own), "handover");
      if (jwt.kid !== kid) [key, kid] = [bytes, own];
    } catch (fault) { throw new Refused(fault.word === "newer" ? "newer" : "handover"); }
  }
  must(jwt.kid === kid, "root");
  must(![...withdrawn, ...gone].includes(kid), "withdrawn");
  return { key, gone };
};

// A trust list that these roots signed, checked whole; else why it is refused. Times are seconds since 1970.
export const readTrust = async (text, roots, now) => {
  const jwt = readJwt(text, "absah-trust+jwt"), { key, gone } = await signer(jwt, roots);
  const claims = await claimsOf(jwt, key), { iss, iat, exp, withdrawn_roots: withdrawn, lsps } = claims;
  must(isText(iss) && [iat, exp].every(Number.isInteger) && Array.isArray(withdrawn) && Array.isArray(lsps), "claims");
  const kids = withdrawn.map((kid) => kidOf(kid, "claims")), all = [];
  for (const one of lsps) all.push(isObject(one) ? one : must(false, "claims"));
  must(iss === "root", "not_root");
  must(iat >= 0 && exp > iat && exp - iat <= LIFE, "life");
  const named = all.flatMap((one) => (Array.isArray(one.keys) ? one.keys : []).map((key) => key?.kid).filter(isText));
  const read = [];
  for (const one of all) read.push(await entry(one));
  must(new Set(read.map(({ id }) => id)).size === read.length, "lsp");
  must(new Set(named).size === named.length, "kid_twice");
  must(kids.every((kid) => gone.includes(kid)), "unproven");
  must(iat <= now + AHEAD.trust, "future");
  const keys = new Map(read.flatMap((lsp) => lsp.keys.map((one) => [one.kid, { lsp, key: one }])));
  return { iat, exp, lsps: read, keys, withdrawn: gone, text, honoured: new Map() };
};

// --- status lists and honoured lists ---

const inflate = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const all = new Uint8Array(ENTRIES / 4);
  let length = 0;
  for (let part; !(part = await stream.read()).done; length += part.value.length) {
    must(length + part.value.length <= all.length, "claims");
    all.set(part.value, length);
  }
  must(length === all.length, "claims");
  // The stream's own checksum (RFC 1950) stands last: nothing comes after it.
  let [a, b] = [1, 0];
  for (const byte of all) [a, b] = [(a + byte) % 65_521, (b + a + byte) % 65_521];
  must(hex(bytes.subarray(-4)) === ((b * 65_536 + a) >>> 0).toString(16).padStart(8, "0"), "claims");
  return all;
};

// A status list of an LSP that an active status key of that very LSP signed.
export const readStatus = async (text, trust, lsp, number, now) => {
  const jwt = readJwt(text, "statuslist+jwt"), signing = trust.keys.get(jwt.kid);
  must(signing?.lsp.id === lsp && signing.key.use === "status" && signing.key.state === "active", "key");
  const { sub, iat, exp, ttl = 0, status_list: list } = await claimsOf(jwt, signing.key.bytes);
  must(isText(sub) && isInstant(iat) && isInstant(exp) && Number.isInteger(ttl) && list?.bits === 2, "claims");
  const compressed = isText(list.lst) ? fromBase64url(list.lst) : null;
  must(compressed && iat < exp, "claims");
  const entries = await inflate(compressed).catch(() => { throw new Refused("claims"); });
  must(sub.endsWith(`/status/${lsp}/${number}`), "address");
  must(covers(signing.key, dayOf(iat, signing.lsp.zone)), "key");
  must(iat <= now + AHEAD.status, "future");
  return { iat, exp, ttl, entries, text };
};

// An honoured list, which is the one whose hash the root signed.
export const readHonoured = async (bytes, { sha256: hash, count }) => {
  must(bytes.length === count * 16 && hex(await sha256(bytes)) === hash.toLowerCase(), "honoured");
  const all = [];
  for (let at = 0; at < bytes.length; at += 16) all.push(hex(bytes.subarray(at, at + 16)));
  must(all.every((one, at) => !at || all[at - 1] < one), "honoured");
  return new Set(all);
};

// --- the verdict ---

const dayOf = (seconds, zone) => {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, calendar: "gregory", year: "numeric", month: "2-digit",
    day: "2-digit" }).formatToParts(seconds * 1000);
  const of = (kind) => parts.find(({ type }) => type === kind).value;
  return `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}`;
};
const lies = (day, from, until) => (!from || from <= day) && (!until || day <= until);
const covers = ({ from, until }, day) => lies(day, from, until);
const instant = (seconds) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
const STATES = ["valid", "revoked", "suspended", "superseded"];
const MOMENT = 5 * 60 * 60; // 05:00 UTC: it falls on the day in every zone that is asked about

const trustIn = async ({ lsp, key }, { code }, issued, bytes, honoured) => {
  if (key.use !== "certificate") return "key_for_other_use";
  if (!covers(key, issued)) return "key_outside_period";
  if (!lsp.licences.some((one) => covers(one, issued))) return "licence_outside_period";
  if (!lsp.schemes.some((one) => one.code.toUpperCase() === code && covers(one, issued))) return "scheme_outside_scope";
  if (key.state === "unknown") return "key_state_unknown";
  if (key.state !== "compromised") return "licensed";
  const list = honoured.get(key.kid);
  if (!list) return "honoured_list_missing";
  return list.has(hex((await sha256(bytes)).subarray(0, 16))) ? "licensed" : "key_compromised";
};

const BARRED = ["key_compromised", "key_for_other_use", "key_outside_period", "licence_outside_period", "scheme_outside_scope"];
const wordOf = (trust, state, { exp, nbf }, on) => {
  if (BARRED.includes(trust)) return "untrusted";
  if (state && state !== "valid") return state;
  if (exp <= on) return "expired";
  if (on < nbf) return "not_yet_valid";
  return trust === "licensed" && state === "valid" ? "valid" : "status_unknown";
};

// The verdict on the bytes of a token, as /api/v1/verify gives it. `lists` is { trust, statuses }: what readTrust gave, and a
// Map from "lsp/number" to what readStatus gave. `on` is a day, or nothing for the present.
export const judge = async (bytes, { trust, statuses }, { now, on }) => {
  const about = on ? (isText(on) ? Date.parse(on) / 1000 + MOMENT : on) : now, token = bytes && readToken(bytes);
  const expired = !trust || trust.exp <= now;
  const bare = { checked_at: instant(Math.floor(now)), on: dayOf(about, "Asia/Jakarta"), findings: [], integrity: "failed",
    issuer: null, period: null, status: null, certificate: null };
  if (!token) return { ...bare, verdict: "unreadable" };
  const findings = expired ? [trust ? "trust_list_expired" : "trust_list_missing"] : [];
  const signing = trust?.keys.get(token.kid);
  if (!signing) return { ...bare, findings, integrity: "unchecked", verdict: expired ? "status_unknown" : "untrusted" };
  const { lsp, key } = signing, { claims } = token, day = dayOf(about, lsp.zone);
  const last = lsp.licences.toSorted((a, b) => (a.until < b.until ? -1 : 1)).at(-1);
  const issuer = (trusted, when) => ({ id: lsp.id, name: lsp.name, trust: trusted,
    licence: (lsp.licences.find((one) => covers(one, when)) ?? last)?.number ?? "" });
  if (!(await holds(key.bytes, token.signed, token.signature))) {
    return { ...bare, on: day, findings, issuer: issuer("licensed", day), verdict: "forged" };
  }
  const period = { issued_on: dayOf(claims.nbf, lsp.zone), valid_until: dayOf(claims.exp - 1, lsp.zone) };
  const trusted = await trustIn(signing, claims, period.issued_on, bytes, trust.honoured);
  const list = statuses.get(`${lsp.id}/${claims.list}`), told = list && now < list.exp && list.iat <= now + AHEAD.status;
  const state = told ? STATES[list.entries[claims.index >> 2] >> 2 * (claims.index & 3) & 3] : null;
  const word = wordOf(trusted, state, claims, about);
  return { ...bare, verdict: word === "valid" && expired ? "status_unknown" : word, on: day, findings, integrity: "ok",
    issuer: issuer(trusted, period.issued_on), period, status: { state: state ?? "unknown", as_of: told ? instant(list.iat) : null },
    certificate: { number: claims.number, holder: claims.holder, scheme: { code: claims.code, title: claims.title } } };
};

// The same on a link, the text of a QR, or bare digits or base64url: a host that is not the LSP's becomes a finding.
export const judgeText = async (text, lists, asked) => {
  const read = spelt(text), verdict = await judge(read?.bytes ?? null, lists, asked);
  const lsp = lists.trust?.lsps.find(({ id }) => id === verdict.issuer?.id), host = read?.host?.replace(/:443$/, "");
  if (lsp && host && !lsp.hosts.includes(host)) verdict.findings.push("foreign_site");
  return verdict;
};
