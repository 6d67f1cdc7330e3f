#!/usr/bin/env python3
"""Honest clients beside each attack on the lines: share answered, median and p99, without the attack and with it.

    python3 tests/crowd.py target/release/absah [--seconds 15] [--only half-open]

Makes an installation of its own, serves it on loopback with 1,024 descriptors, and asks it from many addresses: of
127.0.0.0/8 by itself, or as a proxy tells them (`--proxies 1`). Prints a table for docs/measured.md.
"""
import argparse, json, os, pathlib, socket, statistics, subprocess, sys, tempfile, threading, time

HERE = pathlib.Path(__file__).parent


def people(count):
    rows = ["nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten"]
    rows += [f"Orang Rekaan {chr(97 + n)},99510101019{n:05d},CS-01,2024-05-06,K" for n in range(count)]
    return "\n".join(rows) + "\n"


def endless():
    """A PDF of a page with a pattern of a form of 40 forms of 40 forms ..., ten deep: it takes time and no memory."""
    def stream(entries, content):
        return f"<<{entries}/Length {len(content)}>>stream\n{content}\nendstream "
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Pattern<</P 4 0 R>>>>>>",
               stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 600 800]/XStep 600/YStep 800"
                      "/Resources<</XObject<</F 6 0 R>>>>", "/F Do " * 40),
               stream("", "/Pattern cs /P scn 0 0 600 800 re f")]
    form = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
    objects += [stream(f"{form}/Resources<</XObject<</F {n} 0 R>>>>", "/F Do " * 40) for n in range(7, 16)]
    objects.append(stream(form, "0 0 500 700 re n"))
    pdf, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += f"{number} 0 obj{body}endobj\n"
    table = len(pdf)
    pdf += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010} 00000 n \n" for at in places)
    return (pdf + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>startxref\n{table}\n%%EOF").encode()


class Service:
    def __init__(self, absah, data, proxies):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        limited = f'ulimit -Sn 1024; exec "$0" "$@"'
        self.proxies = proxies
        self.process = subprocess.Popen(
            ["sh", "-c", limited, absah, "serve", "--data", data, "--proxies", str(proxies),
             "--listen", f"127.0.0.1:{self.port}"],
            env={**os.environ, "ABSAH_KEY_PASSPHRASE": "kata sandi untuk uji"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                return self.connect(250).close()
            except OSError:
                time.sleep(0.05)
        sys.exit("the service did not start")

    def connect(self, client, timeout=60):
        stream = socket.socket()
        stream.settimeout(timeout)
        if not self.proxies:
            stream.bind((f"127.1.{client // 250}.{client % 250 + 2}", 0))
        stream.connect(("127.0.0.1", self.port))
        return stream

    def head(self, method, path, client, length=None, kind="application/octet-stream"):
        lines = [f"{method} {path} HTTP/1.1", "Host: x", "Connection: close"]
        if self.proxies:
            lines.append(f"X-Forwarded-For: 203.0.{client // 250}.{client % 250 + 2}")
        if length is not None:
            lines += [f"Content-Type: {kind}", f"Content-Length: {length}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def ask(self, client, path, body=None, kind="application/octet-stream"):
        """Seconds until a whole good answer; none where there was another."""
        begun = time.monotonic()
        try:
            with self.connect(client) as stream:
                method = "GET" if body is None else "POST"
                stream.sendall(self.head(method, path, client, None if body is None else len(body), kind) + (body or b""))
                answer = b""
                while piece := stream.recv(65536):
                    answer += piece
        except OSError:
            return None
        return time.monotonic() - begun if answer.startswith(b"HTTP/1.1 200") else None

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Attack:
    """Threads that go on until they are told to stop."""

    def __init__(self, service):
        self.service, self.over, self.threads, self.streams = service, threading.Event(), [], []

    def each(self, clients, work):
        for client in range(clients):
            thread = threading.Thread(target=self.repeat, args=(work, client), daemon=True)
            thread.start()
            self.threads.append(thread)
        return self

    def repeat(self, work, client):
        while not self.over.is_set():
            try:
                work(client)
            except OSError:
                pass
            time.sleep(0.05)

    def hold(self, client, sent, drip=b"", every=0.5, close_after=600):
        """Sends, then drips until the other side has enough."""
        with self.service.connect(client) as stream:
            stream.sendall(sent)
            stream.setblocking(False)
            until = time.monotonic() + close_after
            while not self.over.is_set() and time.monotonic() < until:
                try:
                    if stream.recv(1) == b"":
                        return
                except BlockingIOError:
                    pass
                if drip:
                    stream.send(drip)
                self.over.wait(every)

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join(20)


def dripping(service):
    attack = Attack(service)
    head = lambda client: service.head("POST", "/api/v1/verify/file", client, 1_000_000) + b"%PDF-"
    return attack.each(64, lambda client: attack.hold(client % 16, head(client % 16), b"x"))


def idle(service):
    attack = Attack(service)
    head = lambda client: service.head("POST", "/api/v1/verify/batch", client, 1_000_000) + b"x"
    return attack.each(128, lambda client: attack.hold(client % 16, head(client % 16), b"x", every=2))


def unread(service):
    attack, lines = Attack(service), b"x\n" * 3000
    head = lambda client: service.head("POST", "/api/v1/verify/batch", client, 10**8) + lines
    def work(client):
        with service.connect(client % 16) as stream:
            stream.settimeout(1)
            stream.sendall(head(client % 16))
            attack.over.wait(20)
    return attack.each(96, work)


def documents(service):
    attack, pdf = Attack(service), endless()
    return attack.each(8, lambda client: service.ask(client, "/api/v1/verify/file", pdf))


def half_open(service):
    attack = Attack(service)
    return attack.each(1100, lambda client: attack.hold(client % 12, b"GET / HTTP/1.1\r\nHo", every=1))


ATTACKS = {"64 dripping uploads of 16 addresses": (dripping, 1), "128 idle batches of 16 addresses": (idle, 1),
           "96 batches that take no answer": (unread, 1), "8 addresses with an endless PDF": (documents, 1),
           "1,100 half-open connections of 12 addresses": (half_open, 0)}


def honest(service, certificate, link, seconds):
    """By kind of question: answered, asked, times."""
    lines = (link + "\n").encode() * 20
    kinds = {"health": ("/healthz", None), "check": ("/api/v1/verify", json.dumps({"token": link}).encode()),
             "batch": ("/api/v1/verify/batch", lines), "file": ("/api/v1/verify/file", certificate)}
    told = {kind: [] for kind in kinds}
    def go(kind, client):
        path, body = kinds[kind]
        sort = "application/json" if kind == "check" else "application/octet-stream"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            told[kind].append(service.ask(client, path, body, sort))
            time.sleep(0.2)
    threads = [threading.Thread(target=go, args=(kind, 300 + n)) for n, kind in enumerate(kinds)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return told


def cell(times):
    good = sorted(time for time in times if time is not None)
    if not good:
        return f"0 of {len(times)}"
    p99 = good[min(len(good) - 1, int(len(good) * 0.99))]
    return f"{len(good)} of {len(times)}, {statistics.median(good):.2f} / {p99:.2f} s"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("absah")
    options.add_argument("--seconds", type=float, default=15)
    options.add_argument("--only", default="", help="attacks whose name holds this")
    options = options.parse_args()
    absah = str(pathlib.Path(options.absah).resolve())
    with tempfile.TemporaryDirectory() as folder:
        data, out = f"{folder}/data", f"{folder}/out"
        run = lambda *arguments: subprocess.run(
            [absah, *arguments, "--data", data], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "ABSAH_KEY_PASSPHRASE": "kata sandi untuk uji"})
        run("lsp", "import", str(HERE / "../templates/demo/lsps.json"), "--site", "https://cek.lsp.example")
        run("keys", "new", "--lsp", "klining", "--from", "2015-01-01")
        pathlib.Path(f"{folder}/r.csv").write_text(people(1))
        run("issue", "--lsp", "klining", "--issued-on", "2024-06-03", "--out", out, f"{folder}/r.csv")
        certificate = next(pathlib.Path(out).glob("*.pdf")).read_bytes()
        link = pathlib.Path(out, "certificates.csv").read_text().splitlines()[1].split(",")[4].strip('"')
        print("| honest client | " + " | ".join(["health", "check", "batch of 20", "file"]) + " |\n" + "| --- " * 5 + "|")
        for name, (begin, proxies) in ATTACKS.items():
            if options.only not in name:
                continue
            service = Service(absah, data, proxies)
            for what, attacked in (("without", False), (f"beside {name}", True)):
                attack = begin(service) if attacked else None
                time.sleep(2 if attacked else 0)
                told = honest(service, certificate, link, options.seconds)
                print(f"| {what} | " + " | ".join(cell(told[kind]) for kind in told) + " |", flush=True)
                if attack:
                    attack.stop()
            service.stop()


if __name__ == "__main__":
    main()
