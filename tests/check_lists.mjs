#!/usr/bin/env node
// Reads the trust list and a feed with `jose`, and status lists with `jose` and `@sd-jwt/jwt-status-list`.
//
// usage: node check_lists.mjs SITE ROOT.pub.pem EXPECTED.json     (packages: tests/package.json, NODE_PATH)
//
// EXPECTED.json: [{ "number", "lsp", "list", "index", "state" }, …]. The trust list must verify with the root
// and with nothing else; each status list with the active status key that the trust list names, and give
// every expected certificate the state expected. Nothing verifies with one character changed.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const found = createRequire(pathToFileURL(`${process.env.NODE_PATH}/`));
const { importJWK, importSPKI, jwtVerify } = await import(pathToFileURL(found.resolve("jose")));
const { getListFromStatusListJWT } = found("@sd-jwt/jwt-status-list");

const STATES = ["valid", "revoked", "suspended", "superseded"];
const [site, rootFile, expectedFile] = process.argv.slice(2);
const faults = [];
const check = (holds, what) => holds || faults.push(what);

async function fetchText(path) {
  const answer = await fetch(`${site}/${path}`);
  check(answer.ok, `${path}: HTTP ${answer.status}`);
  return answer.text();
}

async function refused(jwt, key, options) {
  try {
    await jwtVerify(jwt, key, options);
    return false;
  } catch {
    return true;
  }
}

/** Another character in the middle of one of the three parts. */
function altered(jwt, part) {
  const parts = jwt.split(".");
  const at = parts[part].length >> 1;
  const other = parts[part][at] === "A" ? "B" : "A";
  parts[part] = parts[part].slice(0, at) + other + parts[part].slice(at + 1);
  return parts.join(".");
}

function kidOf(x) {
  return createHash("sha256").update(Buffer.from(x, "base64url")).digest().subarray(0, 8).toString("base64url");
}

const root = await importSPKI(readFileSync(rootFile, "utf8"), "EdDSA");
const asTrust = { typ: "absah-trust+jwt", algorithms: ["EdDSA"], issuer: "root" };
const trustJwt = await fetchText("trust.jwt");
const { payload: trust } = await jwtVerify(trustJwt, root, asTrust);
for (const part of [0, 1, 2]) check(await refused(altered(trustJwt, part), root, asTrust), `trust list, part ${part} altered`);
check(trust.exp - trust.iat <= 400 * 24 * 60 * 60, "the trust list lives longer than 400 days");

const expected = JSON.parse(readFileSync(expectedFile, "utf8"));
const lists = new Map();
for (const lsp of trust.lsps) {
  for (const key of lsp.keys) check(kidOf(key.x) === key.kid, `${lsp.id}: kid ${key.kid} is not its key's`);
  const active = lsp.keys.filter((key) => key.use === "status" && key.state === "active");
  check(active.length === 1, `${lsp.id}: ${active.length} active status keys`);
  const key = await importJWK({ kty: "OKP", crv: "Ed25519", x: active[0].x }, "EdDSA");
  const path = lsp.status.replace("{n}", "0");
  const jwt = await fetchText(path);
  const asStatus = { typ: "statuslist+jwt", algorithms: ["EdDSA"] };
  const { payload, protectedHeader } = await jwtVerify(jwt, key, asStatus);
  check(protectedHeader.kid === active[0].kid, `${path}: another kid`);
  check(payload.sub === `${lsp.site}/${path}`, `${path}: sub ${payload.sub}`);
  check(payload.exp - payload.iat === 7 * 24 * 60 * 60, `${path}: exp`);
  check(Number.isInteger(payload.ttl) && payload.ttl > 0, `${path}: ttl`);
  check(await refused(jwt, root, asStatus), `${path}: verifies with the root`);
  for (const part of [0, 1, 2]) check(await refused(altered(jwt, part), key, asStatus), `${path}, part ${part} altered`);
  lists.set(lsp.id, getListFromStatusListJWT(jwt));
}

for (const { number, lsp, list, index, state } of expected) {
  check(list === 0, `${number}: list ${list}`);
  const read = STATES[lists.get(lsp).getStatus(index)];
  check(read === state, `${number}: ${read}, expected ${state}`);
}
const states = new Set(expected.map((certificate) => certificate.state));
check(states.size === STATES.length, `only ${[...states]} among those expected`);

const vector = readFileSync(new URL("vectors/feed/plain.txt", import.meta.url), "utf8");
const field = (name) => vector.match(new RegExp(`^${name}: (.*)$`, "m"))[1];
const feed = vector.slice(vector.indexOf("\n\n")).replace(/\s/g, "");
const says = JSON.parse(field("says"));
const reportKey = await importJWK({ kty: "OKP", crv: "Ed25519", x: field("key") }, "EdDSA");
const at = (seconds) => new Date(seconds * 1000);
const asFeed = { typ: "absah-feed+jwt", algorithms: ["EdDSA"], issuer: says.iss, subject: says.sub, audience: says.aud };
const { payload: told } = await jwtVerify(feed, reportKey, { ...asFeed, currentDate: at(says.iat) });
check(JSON.stringify(told) === JSON.stringify(says), "the feed says something else");
for (const part of [0, 1, 2]) {
  check(await refused(altered(feed, part), reportKey, { ...asFeed, currentDate: at(says.iat) }), `feed, part ${part} altered`);
}
for (const [what, options] of [["another employer's", { audience: "f".repeat(32) }], ["a status list", { typ: "statuslist+jwt" }]]) {
  check(await refused(feed, reportKey, { ...asFeed, currentDate: at(says.iat), ...options }), `the feed passes for ${what}`);
}
check(await refused(feed, reportKey, { ...asFeed, currentDate: at(says.exp + 1) }), "the feed is of the present for ever");

faults.forEach((fault) => console.error(fault));
console.log(`jose and @sd-jwt/jwt-status-list: trust list of ${trust.lsps.length} LSPs, ${expected.length} statuses, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
