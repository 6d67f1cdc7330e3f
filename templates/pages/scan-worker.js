// Keeps the page that scans, its style and its scripts, so that it opens without a connection. Nothing else goes through
// here: no question, no answer and no list.
const CACHE = "pindai-page";
const PAGE = "/pindai";
const PATIENCE = 4000; // milliseconds before the kept page is shown

// The page as it is now, with what it is made of: all of it, or none.
const keep = async (answer) => {
  const html = await answer.clone().text();
  const parts = [...html.matchAll(/(?:href|src|data-[a-z]+)="(\/[^"]+\?v=[0-9a-f]+)"/g)].map(([, address]) => address);
  const fetched = await Promise.all(["/favicon.svg", ...parts].map(async (address) => [address, await fetch(address)]));
  if (!fetched.every(([, part]) => part.ok)) throw new Error("a part of the page is missing");
  const cache = await caches.open(CACHE);
  const old = (await cache.keys()).map(({ url }) => url.slice(self.location.origin.length));
  for (const [address, part] of fetched) await cache.put(address, part);
  await cache.put(PAGE, answer);
  const kept = [PAGE, ...fetched.map(([address]) => address)];
  for (const address of old) if (!kept.includes(address)) await cache.delete(address);
};

addEventListener("install", (event) => {
  event.waitUntil(fetch(PAGE).then((answer) => (answer.ok ? keep(answer) : Promise.reject(new Error("no page")))));
});
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const page = async (event) => {
  const patience = new AbortController(), timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(event.request, { signal: patience.signal });
    // What has begun to come may take its time.
    clearTimeout(timer);
    if (answer.ok) {
      const copy = answer.clone();
      event.waitUntil(keep(copy).catch(() => { /* The network went away meanwhile: what was kept stays. */ }));
    }
    return answer;
  } catch (fault) {
    const kept = await (await caches.open(CACHE)).match(PAGE);
    if (kept) return kept;
    throw fault;
  }
};

addEventListener("fetch", (event) => {
  const { pathname, search, origin } = new URL(event.request.url);
  if (origin !== self.location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === PAGE && !search) {
    event.respondWith(page(event));
  } else if (event.request.mode !== "navigate" && /\.(?:css|js|svg)$/.test(pathname)) {
    event.respondWith(caches.open(CACHE).then((cache) => cache.match(event.request)).then((kept) => kept ?? fetch(event.request)));
  }
});
