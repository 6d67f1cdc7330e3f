// What lets the page answer without a connection: the root keys that it was installed with, and the lists that they vouch
// for, in the browser's cache. The lists are the public's; no certificate and no name is kept. Each list is verified when
// it comes and again whenever it is read.
import { Refused, canVerify, fromBase64url, judgeText, readHonoured, readStatus, readTrust } from "./pindai-verify.js";

const CACHE = "pindai-lists";
const ROOTS = "/pindai/akar";
const TRUST = "/trust.jwt";
const status = (lsp, number) => `/status/${lsp}/${number}`;
const honoured = ({ name }) => `/honoured/${name}`;
const MANY = 64; // status lists of one LSP that are asked for
const PATIENCE = 10_000; // milliseconds for one list

const now = () => Math.floor(Date.now() / 1000);
const keys = ({ roots, withdrawn }) => {
  const [first, safe] = roots.map(fromBase64url);
  return { first, safe, withdrawn };
};
// What the cache holds under an address; null where it holds nothing.
const held = async (cache, address, how = "text") => (await cache.match(address))?.[how]() ?? null;
const taken = async (read) => {
  try {
    return await read();
  } catch (fault) {
    if (fault instanceof Refused) return null;
    throw fault;
  }
};

// What was installed; null where nothing was, or the browser lacks what it needs.
export const installed = async () => {
  if (!window.caches || !(await caches.has(CACHE))) return null;
  const cache = await caches.open(CACHE), text = await held(cache, ROOTS);
  return text && (await canVerify()) ? { cache, given: JSON.parse(text) } : null;
};

// Installs the page with the root keys that it has; those of an earlier time stay.
export const install = async (roots, worker) => {
  if (!window.caches || !navigator.serviceWorker || !(await canVerify())) return null;
  const { installing } = await navigator.serviceWorker.register(worker, { scope: "/pindai", updateViaCache: "none" });
  // A worker that could not keep the whole page is thrown away, and none is ever ready.
  const gone = new Promise((_, fail) => installing?.addEventListener("statechange", () => {
    if (installing.state === "redundant") fail(new Error("the page could not be kept"));
  }));
  await Promise.race([navigator.serviceWorker.ready, gone]);
  const cache = await caches.open(CACHE);
  if (!(await held(cache, ROOTS))) await cache.put(ROOTS, new Response(JSON.stringify({ roots, withdrawn: [] })));
  return installed();
};

export const remove = async () => {
  for (const one of await navigator.serviceWorker.getRegistrations()) {
    if (new URL(one.scope).pathname === "/pindai") await one.unregister();
  }
  for (const name of await caches.keys()) if (name.startsWith("pindai")) await caches.delete(name);
};

// Whether the page's keys are those that it was installed with.
export const isSame = ({ given }, roots) => given.roots.join() === roots.join();

const fetched = async (address, how = "text") => {
  const answer = await fetch(address, { cache: "no-cache", headers: { accept: "application/statuslist+jwt, */*" },
    signal: AbortSignal.timeout(PATIENCE) });
  return answer.ok ? answer[how]() : null;
};

// The lists that are held, all of them verified; without a trust list nothing can be told.
export const lists = async ({ cache, given }) => {
  const text = await held(cache, TRUST), statuses = new Map();
  const trust = text && (await taken(() => readTrust(text, keys(given), now())));
  if (!trust) return { trust: null, statuses };
  for (const lsp of trust.lsps) {
    for (let number = 0; number < MANY; number += 1) {
      const one = await held(cache, status(lsp.id, number));
      if (!one) break;
      const read = await taken(() => readStatus(one, trust, lsp.id, number, now()));
      if (read) statuses.set(`${lsp.id}/${number}`, read);
    }
    for (const key of lsp.keys.filter((one) => one.honoured)) {
      const bytes = await held(cache, honoured(key), "arrayBuffer");
      const read = bytes && (await taken(() => readHonoured(new Uint8Array(bytes), key.honoured)));
      if (read) trust.honoured.set(key.kid, read);
    }
  }
  return { trust, statuses };
};

// Fetches what is newer. A list that is refused, or older than the one held, changes nothing. Gives the word of the first
// refusal, or nothing; throws where the network is away.
export const refresh = async (own) => {
  const { cache, given } = own, before = await lists(own), refused = [];
  // Whether an offered list takes the place of the one held.
  const follows = (read, mine, offered) => {
    if (mine && read.iat < mine.iat) throw new Refused("older");
    if (mine && read.iat === mine.iat && offered !== mine.text) throw new Refused("same_iat");
    if (read.exp <= now()) throw new Refused("expired");
    return !mine || read.iat > mine.iat;
  };
  const offer = async (address, text, read, mine) => {
    try {
      const one = await read(text);
      if (follows(one, mine, text)) await cache.put(address, new Response(text));
      return one;
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      refused.push(fault.word);
      return mine;
    }
  };
  const text = await fetched(TRUST);
  let { trust } = before;
  if (text) trust = await offer(TRUST, text, (one) => readTrust(one, keys(given), now()), trust);
  if (!trust) return refused[0] ?? "none";
  const gone = trust.withdrawn.filter((kid) => !given.withdrawn.includes(kid));
  if (gone.length) {
    given.withdrawn.push(...gone);
    await cache.put(ROOTS, new Response(JSON.stringify(given)));
  }
  for (const { id, keys: all } of trust.lsps) {
    for (let number = 0; number < MANY; number += 1) {
      const one = await fetched(status(id, number));
      if (!one) break;
      const read = (given) => readStatus(given, trust, id, number, now());
      await offer(status(id, number), one, read, before.statuses.get(`${id}/${number}`));
    }
    for (const key of all.filter((one) => one.honoured)) {
      const bytes = await fetched(honoured(key), "arrayBuffer");
      if (bytes && (await taken(() => readHonoured(new Uint8Array(bytes), key.honoured)))) {
        await cache.put(honoured(key), new Response(bytes));
      }
    }
  }
  return refused[0];
};

// The verdict by the lists that are held, and as of when they tell.
export const judge = async (held, text, on) => {
  const verdict = await judgeText(text, held, { now: now(), on });
  return { ...verdict, offline: true };
};
