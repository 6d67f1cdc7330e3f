// Certificate after certificate: read by the browser where it reads QR codes, else by the server from small frames; judged
// by /api/v1/verify. The list lives in this page alone: nothing of it is stored, and no name comes into its address.
const at = (id) => document.getElementById(id);
const camera = at("camera"), video = at("video"), view = at("view"), rows = at("rows");
const words = at("words").content, signs = at("signs").content;

// A word of the page, in both languages; in the page's own alone as plain text.
const word = (name) => [...words.querySelector(`[data-word="${name}"]`).cloneNode(true).childNodes];
const plain = (nodes) => nodes.find((node) => node.nodeType === Node.TEXT_NODE).data.trim();
const say = (name, ...rest) => at("said").replaceChildren(...word(name), ...rest);
const complain = (name) => {
  at("fault").hidden = !name;
  if (name) at("fault").lastElementChild.replaceChildren(...word(name));
};
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// --- asking ---

const LARGEST = 20_000_000; // bytes of a file
const TRIES = 6;

// An answer in JSON. Where the service has no room it is asked again when it said; a refusal is null.
const ask = async (address, body, kind, tries = TRIES, patience = 120_000) => {
  for (let wait = 1000; tries > 0; tries -= 1, wait *= 2) {
    try {
      const headers = { "content-type": kind, accept: "application/json" };
      const answer = await fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(patience) });
      if (answer.ok) return await answer.json();
      if (answer.status !== 429 && answer.status !== 503) return null;
      wait = Math.max(wait, 1000 * Number(answer.headers.get("retry-after") ?? 0));
    } catch { /* The network is away: asked again. */ }
    if (tries > 1) await pause(Math.min(wait, 30_000));
  }
  return null;
};

const day = () => at("on").value;
const asked = () => (day() ? `?on=${day()}` : "");

// What the page judges by itself with, once it is installed.
let kept = null;

// The verdicts on a source: a text of a QR, or a file. None could be had: null.
const verdicts = async ({ text, file }) => {
  if (text !== undefined) {
    const body = JSON.stringify({ token: text, ...(day() && { on: day() }) });
    // A page that can judge by itself does not wait long for the service.
    const verdict = kept ? navigator.onLine && (await ask("/api/v1/verify", body, "application/json", 1, 5000))
      : await ask("/api/v1/verify", body, "application/json");
    if (!verdict && kept) return [await kept.module.judge(kept.lists, text, day())];
    return verdict && [verdict];
  }
  const answer = await ask(`/api/v1/verify/file${asked()}`, file, file.type || "application/octet-stream");
  if (!answer) return null;
  const all = answer.results ?? [answer], certificates = all.filter((one) => one.verdict);
  // A report on a list is no certificate.
  if (certificates.length < all.length) complain("fault-report");
  return certificates;
};

// --- the list ---

// A text or a file, and the rows that it led to; a text also what it holds at first, so that it is judged once.
const sources = new Map();
let saved = true;

// What makes two answers the same for whoever reads the list.
const identity = ({ verdict, findings, issuer, certificate: shown, period }) =>
  shown && JSON.stringify([verdict, findings.filter((one) => one !== "text_unchecked"), issuer?.id, shown.number,
    shown.holder, shown.scheme.code, period]);

const ALTERED = ["qr_differs", "sheet_differs", "text_differs", "text_hidden"];

const sign = (verdict) => {
  const altered = verdict.certificate && verdict.findings.some((one) => ALTERED.includes(one));
  return signs.querySelector(`[data-sign="${altered ? "mismatch" : verdict.verdict.replaceAll("_", "-")}"]`)
    ?? signs.querySelector('[data-sign="unreadable"]');
};

const note = ({ findings }) => {
  if (findings.some((one) => ALTERED.includes(one))) return "altered";
  if (findings.includes("foreign_site")) return "foreign-site";
  if (findings.includes("text_unchecked")) return "compare";
  return findings.length ? "note" : null;
};

// Whether it may be taken as it is, but for a look at the paper.
const isGood = ({ verdict, findings }) => verdict === "valid" && findings.every((one) => one === "text_unchecked");

// Dates as the page's own language writes them, where the browser knows it.
const LANGUAGES = [document.documentElement.lang, "id-ID"];
const written = (date) => new Intl.DateTimeFormat(LANGUAGES, { day: "numeric", month: "long", year: "numeric",
  timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));

const moment = (text) => new Intl.DateTimeFormat(LANGUAGES, { dateStyle: "long", timeStyle: "short" }).format(new Date(text));

const fact = (row, name, value) => {
  if (!value) return;
  const [pair, term, said] = ["div", "dt", "dd"].map((kind) => document.createElement(kind));
  term.append(...word(name));
  said.append(value);
  pair.append(term, said);
  row.querySelector(".of-row").append(pair);
};

// The whole answer: at the certificate's own address here; of a file by sending it once more.
const whole = ({ text, file }) => {
  if (text !== undefined) {
    const [, kind, token] = /(?:\/([vV])\/)?([0-9A-Za-z_-]+)$/.exec(text) ?? [];
    if (!token) return null;
    const link = document.createElement("a");
    link.href = `/${kind ?? (/^\d+$/.test(token) ? "V" : "v")}/${token}${asked()}`;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.append(...word("whole"));
    return link;
  }
  const [form, field, on, button] = ["form", "input", "input", "button"].map((kind) => document.createElement(kind));
  Object.assign(form, { method: "post", action: "/api/v1/verify/file", enctype: "multipart/form-data", target: "_blank" });
  Object.assign(field, { type: "file", name: "file", hidden: true });
  Object.assign(on, { type: "hidden", name: "on", value: day() });
  const one = new DataTransfer();
  one.items.add(file);
  field.files = one.files;
  button.className = "plain";
  button.append(...word("whole"));
  form.append(on, field, button);
  return form;
};

const draw = (row, source, verdict) => {
  const shown = verdict.certificate, drawn = at("row").content.firstElementChild.cloneNode(true), mark = sign(verdict);
  row.className = `worker seen ${mark.dataset.colour}`;
  row.replaceChildren(...drawn.childNodes);
  row.querySelector(".mark-of").append(mark.querySelector("svg").cloneNode(true));
  row.querySelector(".answer").append(...mark.querySelector("p").cloneNode(true).childNodes);
  row.querySelector(".holder-name bdi").append(...(shown ? [shown.holder] : word("nameless")));
  const said = note(verdict);
  if (said) row.querySelector(".note").append(...word(said));
  fact(row, "until", verdict.period && written(verdict.period.valid_until));
  fact(row, "number", shown?.number);
  fact(row, "scheme", shown && `${shown.scheme.code} ${shown.scheme.title}`);
  fact(row, "issuer", verdict.issuer?.name);
  fact(row, "on", day() && written(verdict.on));
  fact(row, "offline", verdict.offline && (verdict.status?.as_of ? moment(verdict.status.as_of) : word("offline-none")[0].data));
  fact(row, "file", source.file && (verdict.file ?? source.file.name));
  const link = whole(source);
  if (link) row.querySelector(".whole").append(link);
};

const flash = (row) => {
  row.classList.remove("flash");
  void row.offsetWidth; // Begins the animation anew.
  row.classList.add("flash");
};

const shown = () => [...sources.values()].flatMap((source) => source.rows ?? []);

const count = () => {
  const all = shown(), good = all.filter(({ verdict }) => isGood(verdict)).length;
  at("count-all").textContent = all.length;
  at("count-good").textContent = good;
  at("count-other").textContent = all.length - good;
  at("filled").hidden = !all.length;
  at("empty").hidden = !!all.length;
  saved = !all.length;
};

// Puts what a source led to on the list; what is there already is shown again.
const put = (key, source, answers) => {
  source.rows = [];
  for (const verdict of answers) {
    const same = identity(verdict), twin = same && shown().find((one) => identity(one.verdict) === same);
    if (twin) {
      flash(twin.row);
      source.twin ??= twin;
      say("again");
      continue;
    }
    const row = document.createElement("li");
    draw(row, source, verdict);
    rows.prepend(row);
    source.rows.push({ row, verdict, source });
    at("said").replaceChildren(`${verdict.certificate?.holder ?? plain(word("nameless"))}: `,
      ...sign(verdict).querySelector("p").cloneNode(true).childNodes);
    tell(isGood(verdict));
  }
  count();
};

const judge = async (key, source) => {
  sources.set(key, source);
  const answers = await verdicts(source);
  // Cleared meanwhile.
  if (sources.get(key) !== source) return false;
  if (!answers) {
    sources.delete(key);
    return false;
  }
  put(key, source, answers);
  return true;
};

// A text that a camera, or somebody, read. What looks like no certificate is not listed.
const LIKE_ONE = /\/v\/|^[0-9]{40,}$|^[0-9A-Za-z_-]{60,}$/i;
const saw = async (text) => {
  if (text.length > 4096 || !LIKE_ONE.test(text)) return say("other-code");
  const known = sources.get(text);
  if (!known) return (await judge(text, { text })) || complain("fault-not-checked");
  const one = known.rows?.[0] ?? known.twin;
  if (one && !(performance.now() - one.seen < 2000)) {
    flash(one.row);
    say("again");
  }
  if (one) one.seen = performance.now();
};

// --- sounds ---

let audio = null;
// Browsers give sound to who touches the page.
const tune = () => {
  audio ??= window.AudioContext ? new AudioContext() : null;
  audio?.resume?.();
};
const tone = (pitch, begin, length, shape) => {
  const source = audio.createOscillator(), volume = audio.createGain(), now = audio.currentTime + begin;
  source.type = shape;
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0.2, now);
  volume.gain.exponentialRampToValueAtTime(0.001, now + length);
  source.connect(volume).connect(audio.destination);
  source.start(now);
  source.stop(now + length);
};
const tell = (good) => {
  view.classList.add("found");
  setTimeout(() => view.classList.remove("found"), 600);
  if (!at("sound").checked) return;
  navigator.vibrate?.(good ? 60 : [120, 60, 120]);
  if (!audio) return;
  if (good) {
    tone(880, 0, 0.12, "sine");
    tone(1320, 0.1, 0.18, "sine");
  } else {
    tone(220, 0, 0.45, "square");
  }
};

// --- the camera ---

const SIDE = 640; // pixels of a frame
const HEAVIEST = 64 * 1024; // bytes of a frame
const GRID = 16;
let track = null, running = 0;

const FAULTS = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", OverconstrainedError: "none",
  NotReadableError: "in-use", AbortError: "in-use" };

const browserReader = async () => {
  try {
    if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return null;
    return new BarcodeDetector({ formats: ["qr_code"] });
  } catch { return null; /* There is none. */ }
};

const stop = (said = "ready") => {
  running += 1;
  track?.stop();
  track = video.srcObject = null;
  for (const [id, hidden] of [["view", true], ["start", false], ["stop", true], ["torch", true]]) at(id).hidden = hidden;
  say(said);
};

const start = async () => {
  complain(null);
  tune();
  if (!window.isSecureContext) return complain("fault-insecure");
  if (!navigator.mediaDevices?.getUserMedia) return complain("fault-unsupported");
  const mine = (running += 1);
  at("start").disabled = true;
  say("starting");
  try {
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
    if (mine !== running) return stream.getTracks().forEach((one) => one.stop());
    track = stream.getVideoTracks()[0];
    track.addEventListener("ended", () => stop("ended"));
    video.srcObject = stream;
    for (const [id, hidden] of [["view", false], ["start", true], ["stop", false]]) at(id).hidden = hidden;
    at("torch").hidden = !track.getCapabilities?.().torch;
    at("torch").setAttribute("aria-pressed", "false");
    await video.play();
    view.scrollIntoView({ block: "start" });
  } catch (error) {
    stop();
    return complain(`fault-${FAULTS[error.name] ?? "other"}`);
  } finally {
    at("start").disabled = false;
  }
  const reader = await browserReader();
  if (!reader && !("frames" in camera.dataset)) {
    stop();
    return complain("fault-no-reader");
  }
  say("looking");
  const is = () => mine === running;
  if (!reader || !(await byBrowser(reader, is))) await byServer(is);
};

// Reads by the browser until the camera is off; false where it fails again and again.
const byBrowser = async (reader, is) => {
  for (let failed = 0; is();) {
    try {
      const codes = await reader.detect(video);
      failed = 0;
      if (is()) for (const code of codes) saw(code.rawValue.trim());
    } catch {
      failed += 1;
      if (failed > 5) return !("frames" in camera.dataset);
    }
    await pause(100);
  }
  return true;
};

const canvas = document.createElement("canvas");
const paper = canvas.getContext("2d", { willReadFrequently: true });

// The middle of what the camera shows, in grey; and how it looks from afar, to tell whether anything moves.
const frame = async () => {
  const side = Math.min(video.videoWidth, video.videoHeight), own = Math.min(side, SIDE);
  canvas.width = canvas.height = own;
  paper.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, own, own);
  const picture = paper.getImageData(0, 0, own, own), { data } = picture, far = new Float64Array(GRID * GRID);
  const cell = own / GRID;
  for (let y = 0, one = 0; y < own; y += 1) {
    for (let x = 0; x < own; x += 1, one += 4) {
      const grey = (data[one] * 77 + data[one + 1] * 150 + data[one + 2] * 29) >> 8;
      data[one] = data[one + 1] = data[one + 2] = grey;
      far[((y / cell) | 0) * GRID + ((x / cell) | 0)] += grey;
    }
  }
  paper.putImageData(picture, 0, 0);
  for (const quality of [0.7, 0.4, 0.2]) {
    const file = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (file && file.size <= HEAVIEST) return { file, far: far.map((sum) => sum / cell / cell) };
  }
  return null;
};

const moved = (before, now) => !before || now.some((grey, one) => Math.abs(grey - before[one]) > 12);

// Has the server read, a frame at a time: soon again while something moves, less often while nothing does or the service
// has no room.
const byServer = async (is) => {
  for (let last = null, idle = 0, held = 1000; is();) {
    const next = video.readyState >= 2 && !document.hidden ? await frame() : null;
    idle = next && moved(last, next.far) ? 0 : idle + 1;
    // Nothing moves: a look now and then, for the camera may have found its focus.
    if (!next || (idle > 8 && idle % 8)) {
      await pause(120);
      continue;
    }
    last = next.far;
    try {
      const answer = await fetch("/api/v1/frame", { method: "POST", body: next.file, signal: AbortSignal.timeout(8000),
        headers: { "content-type": "image/jpeg", accept: "application/json" } });
      if (answer.status === 404) {
        stop();
        return complain("fault-no-reader");
      }
      if (!answer.ok) {
        say("slow");
        await pause(Math.min(Math.max(held, 1000 * Number(answer.headers.get("retry-after") ?? 0)), 10_000));
        held = Math.min(held * 2, 8000);
        continue;
      }
      const { texts } = await answer.json();
      held = 1000;
      if (is()) for (const text of texts) saw(text.trim());
    } catch {
      say(kept ? "away-kept" : "away");
      await pause(held);
      held = Math.min(held * 2, 8000);
    }
    await pause(60);
  }
};

at("start").addEventListener("click", start);
at("stop").addEventListener("click", () => stop());
at("torch").addEventListener("click", async ({ currentTarget: button }) => {
  const on = button.getAttribute("aria-pressed") !== "true";
  try {
    await track.applyConstraints({ advanced: [{ torch: on }] });
    button.setAttribute("aria-pressed", String(on));
  } catch { button.hidden = true; /* It has none after all. */ }
});
// A hidden page's camera stands still on some telephones and never comes back.
document.addEventListener("visibilitychange", () => { if (document.hidden && track) stop("ended"); });

// --- files and pasted texts ---

let reading = Promise.resolve();
const read = (files) => {
  tune();
  complain(null);
  const all = [...files];
  reading = reading.then(async () => {
    for (const [place, file] of all.entries()) {
      say("reading", ` ${place + 1} / ${all.length}`);
      if (file.size > LARGEST) {
        complain("fault-too-large");
        continue;
      }
      if (!(await judge({}, { file }))) complain("fault-not-read");
    }
    if (all.length > 1) say("read");
  }).catch(() => complain("fault-not-read"));
};

const files = at("files");
if (files) {
  const form = files.querySelector("form"), field = form.querySelector("input[type=file]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    read(field.files);
    form.reset();
  });
  at("drop").hidden = false;
  const over = (is) => files.classList.toggle("dropping", is);
  files.addEventListener("dragleave", (event) => { if (!files.contains(event.relatedTarget)) over(false); });
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  addEventListener("drop", (event) => {
    over(false);
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    read(event.dataTransfer.files);
  });
}

at("pasting").addEventListener("submit", async (event) => {
  event.preventDefault();
  tune();
  complain(null);
  const texts = at("text").value.split(/\s+/).filter((text) => text);
  at("text").value = "";
  for (const text of texts) await saw(text);
});

// --- another day; the list as text ---

let changes = 0;
// Has what is on the list judged anew, all of it or some.
const again = async (some = () => true) => {
  const mine = (changes += 1), all = [...sources].filter(([, source]) => source.rows?.some(some));
  if (!all.length || !at("on").validity.valid) return;
  say("checking");
  for (const [key, source] of all) {
    const answers = await verdicts(source);
    if (mine !== changes) return;
    if (!answers) {
      complain("fault-not-checked");
      continue;
    }
    if (sources.get(key) !== source) continue;
    // As many as before: the same file. An answer whose twin is on the list has no row.
    for (const one of source.rows) {
      const { number, holder } = one.verdict.certificate ?? {};
      const again = answers.find((other) => other.certificate?.number === number && other.certificate?.holder === holder);
      if (again) draw(one.row, source, (one.verdict = again));
    }
  }
  count();
  say("checked");
};
at("on").addEventListener("change", () => again());

const COLUMNS = {
  name: ({ certificate: shown }) => shown?.holder,
  answer: (verdict) => plain([...sign(verdict).querySelector("p").childNodes]),
  until: ({ period }) => period?.valid_until,
  number: ({ certificate: shown }) => shown?.number,
  scheme: ({ certificate: shown }) => shown && `${shown.scheme.code} ${shown.scheme.title}`,
  issuer: ({ issuer }) => issuer?.name,
  on: ({ on }) => on,
  "as-of": ({ status }) => status?.as_of,
  "checked-at": ({ checked_at }) => checked_at,
  word: ({ verdict }) => verdict,
  findings: ({ findings }) => findings.join(" "),
};
// Sheets take what begins so for a formula, also behind what another program takes for a separator (src/domain/defuse.rs).
const cell = (text) => (text ?? "").replace(/^(?=[=+\-@＝＋－＠\t\r\n])/, "'")
  .replace(/[;；\t\r\n](?=[ "]*[=+\-@＝＋－＠])/g, "$&'");
const table = (write) => {
  const lines = [Object.keys(COLUMNS).map((name) => plain(word(name)))];
  for (const { verdict } of shown()) lines.push(Object.values(COLUMNS).map((of) => cell(of(verdict))));
  return lines.map(write).join("\r\n");
};

at("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(table((line) => line.map((text) => text.replace(/\s+/g, " ")).join("\t")));
    say("copied");
  } catch { say("not-copied"); }
});
at("save").addEventListener("click", () => {
  const text = table((line) => line.map((text) => `"${text.replaceAll('"', '""')}"`).join(","));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\uFEFF", text, "\r\n"], { type: "text/csv" }));
  link.download = "sertifikat.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  saved = true;
});
at("clear").addEventListener("click", () => {
  if (!saved && !confirm(plain(word("clear-sure")))) return;
  sources.clear();
  rows.replaceChildren();
  count();
});
addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });

at("no-script").remove();
for (const id of ["camera", "list", "day", "paste"]) at(id).hidden = false;

// --- without a connection ---

const offline = at("offline"), RENEWED = 300_000; // milliseconds
const tellKept = (name, ...rest) => at("kept").replaceChildren(...word(name), ...rest);

// The lists that are held, and what is newer of them where there is a connection.
const renew = async (own, module) => {
  let failed = null;
  try {
    const refusal = await module.refresh(own);
    failed = refusal && ["kept-refused", ` ${refusal}`];
  } catch { failed = ["kept-failed"]; /* The network is away. */ }
  const lists = await module.lists(own), dated = [...lists.statuses.values(), lists.trust].filter((one) => one);
  kept = { module, lists, own };
  const oldest = dated.length && moment(Math.min(...dated.map(({ iat }) => iat)) * 1000);
  tellKept("kept-as-of", ` ${oldest || plain(word("offline-none"))}`);
  if (failed) {
    const said = document.createElement("span");
    said.append(...word(failed[0]), ...failed.slice(1));
    at("kept").append(document.createElement("br"), said);
  } else {
    await again(({ verdict }) => verdict.offline);
  }
};

const settle = async (own, module, roots) => {
  at("keep").hidden = Boolean(own);
  at("forget").hidden = !own;
  if (!own) return tellKept("kept-none");
  if (!module.isSame(own, roots)) return tellKept("kept-other-roots");
  await renew(own, module);
  const sooner = () => { if (kept?.own === own && !document.hidden) renew(own, module); };
  setInterval(sooner, RENEWED);
  addEventListener("online", sooner);
};

if (offline) {
  const roots = offline.dataset.roots.split(" "), module = await import(offline.dataset.offline);
  offline.hidden = false;
  at("keep").addEventListener("click", async () => {
    tellKept("kept-fetching");
    let said = "kept-cannot";
    const own = await module.install(roots, "/pindai-worker.js").catch(() => {
      said = "kept-not-whole";
      return null;
    });
    await settle(own, module, roots);
    if (!own) tellKept(said);
  });
  at("forget").addEventListener("click", async () => {
    kept = null;
    await module.remove();
    await settle(null, module, roots);
  });
  module.installed().then((own) => settle(own, module, roots));
}
