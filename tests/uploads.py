#!/usr/bin/env python3
"""Uploads that attack: each is to be refused clearly, within 2 s and 200 MiB of the whole process tree. One that holds
a genuine certificate beside something else is read, and may take what that certificate takes by itself.

    python3 tests/uploads.py ABSAH [--seconds 2] [--mebibytes 200] [--only zip]

Makes a demo installation, serves it on loopback, and sends each file to /api/v1/verify/file, /api/v1/check-list (as the
list and beside one) and /periksa-daftar. Needs Pillow. Prints a table; ends with 1 where a bound is missed, the service
fails, or anything but an answer of `unreadable`, a list without a good worker, or a refusal with words comes back. Memory
is what the service and its readers hold together (PSS, looked at every 5 ms).
"""
import argparse, http.client, io, json, os, pathlib, struct, subprocess, sys, tempfile, threading, time, uuid, zipfile, zlib

UNTIL = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 200 * 86400))
ROSTER = "nama,nomor\nOrang Rekaan,81210 9112 2 0000001 2020\n".encode()


# --- ZIPs --------------------------------------------------------------------------------------------

def zipped(entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def deflated_zeros(size):
    """A raw deflate stream of `size` zeros, its CRC."""
    compress, crc, block, out = zlib.compressobj(9, zlib.DEFLATED, -15), 0, bytes(1 << 20), []
    for _ in range(size >> 20):
        out.append(compress.compress(block))
        crc = zlib.crc32(block, crc)
    return b"".join(out) + compress.flush(), crc


def zip_of(entries, told=None):
    """A ZIP by hand: (name, deflated, crc, size) each; `told` is the size that its heads claim instead."""
    out, central = b"", b""
    for name, data, crc, size in entries:
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, crc, len(data), told or size, len(name), 0)
        central += b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name
        out += b"PK\3\4" + fields + name + data
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(central), len(out), 0)
    return out + central + b"PK\5\6" + end


def overlapping(copies, size):
    """Many heads in the central directory for one body."""
    data, crc = deflated_zeros(size)
    name = b"a.pdf"
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, crc, len(data), size, len(name), 0)
    body = b"PK\3\4" + fields + name + data
    head = b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    central = head * copies
    return body + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, copies, copies, len(central), len(body), 0)


def nested(depth, fan):
    inner, crc = deflated_zeros(50 << 20)
    file = zip_of([(b"a.pdf", inner, crc, 50 << 20)])
    for level in range(depth):
        file = zipped([(f"{level}-{n}.zip", file) for n in range(fan)])
    return file


def quine():
    """A ZIP that says of its one entry that it is the ZIP itself: stored, from its first byte to its last."""
    name = b"a.zip"
    total = 30 + len(name) + 46 + len(name) + 22
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x21, 0, total, total, len(name), 0)
    local = b"PK\3\4" + fields + name
    head = b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + head + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(head), len(local), 0)


def workbook(sheet=None, strings=None):
    """An .xlsx with this XML (deflated, crc, size) for its sheet or its shared strings."""
    def part(text):
        text = text.encode()
        compress = zlib.compressobj(9, zlib.DEFLATED, -15)
        return compress.compress(text) + compress.flush(), zlib.crc32(text), len(text)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels, kinds = ("http://schemas.openxmlformats.org/package/2006/relationships",
                   "http://schemas.openxmlformats.org/package/2006/content-types")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet_xml = f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>nama</t></is></c></row></sheetData></worksheet>'
    parts = {
        "[Content_Types].xml": part(f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'),
        "_rels/.rels": part(f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        "xl/workbook.xml": part(f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'),
        "xl/_rels/workbook.xml.rels": part(f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'),
        "xl/worksheets/sheet1.xml": sheet or part(sheet_xml),
        "xl/sharedStrings.xml": strings or part(f'<sst xmlns="{main}"/>'),
    }
    return zip_of([(name.encode(), *body) for name, body in parts.items()])


def laughing():
    """Entities of entities."""
    declared = '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    text = f'<!DOCTYPE x [{declared}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'.encode()
    compress = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compress.compress(text) + compress.flush(), zlib.crc32(text), len(text)


# --- pictures ----------------------------------------------------------------------------------------

def png(width, height, depth, colour, rows=True):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    samples = {0: 1, 2: 3, 6: 4}[colour]
    line = bytes(1 + (width * samples * depth + 7) // 8)
    compress, data = zlib.compressobj(9), b""
    for _ in range(height if rows else 1):
        data += compress.compress(line)
    data += compress.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
            + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def painted(kind, size, mode="L", **options):
    from PIL import Image
    Image.MAX_IMAGE_PIXELS = None
    file = io.BytesIO()
    Image.new(mode, size, "white").save(file, kind, **options)
    return file.getvalue()


# --- PDFs --------------------------------------------------------------------------------------------

def pdf(objects, root=1, more=""):
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + (body if isinstance(body, bytes) else body.encode()) + b"endobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{at:010} 00000 n \n" for at in places).encode()
    return out + f"trailer<</Size {len(objects) + 1}/Root {root} 0 R{more}>>startxref\n{table}\n%%EOF".encode()


def stream(entries, content):
    content = content if isinstance(content, bytes) else content.encode()
    return f"<<{entries}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream "


def page_of(resources, content, more=()):
    return pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{resources}>>>>",
                content if isinstance(content, bytes) else stream("", content), *more])


def endless():
    form = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
    forms = [stream(f"{form}/Resources<</XObject<</F {n} 0 R>>>>", "/F Do " * 40) for n in range(6, 15)]
    return page_of("/XObject<</F 5 0 R>>", "/F Do " * 40, [*forms, stream(form, "0 0 500 700 re n")])


def flate(size, times=1):
    compress = zlib.compressobj(9)
    data = b"".join(compress.compress(bytes(1 << 20)) for _ in range(size >> 20)) + compress.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data, "[" + "/FlateDecode" * times + "]"


def object_stream_loop():
    inside = b"1 0 <</Type/Catalog/Pages 2 0 R>>"
    out, at = b"%PDF-1.7\n", {}
    at[5] = len(out)
    out += b"5 0 obj" + stream("/Type/ObjStm/N 1/First 4/Extends 5 0 R", inside) + b"endobj\n"
    table = len(out)
    # 1 lies in the stream 5; 5 says that it lies in itself.
    rows = [(0, 0, 65535), (2, 5, 0), (2, 5, 1), (2, 6, 0), (2, 6, 1), (2, 5, 0), (1, table, 0)]
    data = b"".join(struct.pack(">BIH", *row) for row in rows)
    out += b"6 0 obj" + stream(f"/Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Prev {table}", data) + b"endobj\n"
    return out + f"startxref\n{table}\n%%EOF".encode()


def pdfs():
    yield "page tree in a ring", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Parent 2 0 R/Count 9>>"])
    yield "page tree in a ring of two", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 9>>",
                                             "<</Type/Pages/Parent 2 0 R/Kids[2 0 R 2 0 R]/Count 9>>"])
    form = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
    yield "form that draws itself", page_of("/XObject<</F 5 0 R>>", "/F Do /F Do", [stream(f"{form}/Resources<</XObject<</F 5 0 R>>>>", "/F Do /F Do")])
    yield "forms of 40 forms, ten deep", endless()
    yield "object stream in itself", object_stream_loop()
    yield "/Prev that leads back", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"], more="/Prev 9")
    yield "length that is its own", page_of("", b"<</Length 4 0 R>>stream\nq Q\nendstream ")
    yield "content of 1 GB of zeros", page_of("", stream("/Filter " + flate(1 << 30)[1], flate(1 << 30)[0]))
    data, filters = flate(1 << 30, 3)
    yield "content of 1 GB, packed three times", page_of("", stream(f"/Filter {filters}", data))
    data, _ = flate(300 << 20)
    picture = stream("/Type/XObject/Subtype/Image/Width 10000/Height 10000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", data)
    yield "picture of 100 megapixels in a page", page_of("/XObject<</P 5 0 R>>", "q 600 0 0 800 0 0 cm /P Do Q", [picture])
    yield "arrays 100,000 deep", page_of("", stream("", "[" * 100_000 + "]" * 100_000))
    yield "dictionary 100,000 deep", pdf(["<</Type/Catalog/Pages 2 0 R/X " + "[" * 100_000 + "]" * 100_000 + ">>", "<</Type/Pages/Kids[]/Count 0>>"])


def files(certificate):
    """Name, bytes, and whether a genuine certificate is in it that may be found."""
    big, crc = deflated_zeros(1 << 30)
    yield "zip: flat, 1 GB in one", zip_of([(b"a.pdf", big, crc, 1 << 30)]), False
    yield "zip: flat, 1 GB that says it is 1 kB", zip_of([(b"a.pdf", big, crc, 1 << 30)], told=1000), False
    yield "zip: 10,000 heads of one 10 MB", overlapping(10_000, 10 << 20), False
    yield "zip: 65,535 empty files", zip_of([(f"{n}.pdf".encode(), b"\3\0", 0, 0) for n in range(65_535)]), False
    yield "zip: nested, 16 in 16 in 16", nested(3, 16), False
    yield "zip: nested, 40 deep", nested(40, 1), False
    yield "zip: that holds itself", quine(), False
    yield "xlsx: sheet of 1 GB of zeros", workbook(sheet=(big, crc, 1 << 30)), False
    yield "xlsx: strings of 1 GB of zeros", workbook(strings=(big, crc, 1 << 30)), False
    yield "xlsx: entities of entities", workbook(sheet=laughing()), False
    yield "png: 10,000 × 10,000, 1 bit", png(10_000, 10_000, 1, 0), False
    yield "png: 10,000 × 10,000, RGBA of 16 bits", png(10_000, 10_000, 16, 6), False
    yield "png: that says 65,535 × 65,535", png(65_535, 65_535, 8, 2, rows=False), False
    yield "jpeg: 10,000 × 10,000", painted("JPEG", (10_000, 10_000), quality=20), False
    yield "jpeg: 10,000 × 10,000, progressive, colour", painted("JPEG", (10_000, 10_000), "RGB", quality=20, progressive=True), False
    yield "webp: 10,000 × 10,000, lossless", painted("WEBP", (10_000, 10_000), "RGB", lossless=True, method=0), False
    yield "webp: 10,000 × 10,000, lossy", painted("WEBP", (10_000, 10_000), "RGB", method=0), False
    for name, file in pdfs():
        yield f"pdf: {name}", file, False
    yield "a certificate by itself", certificate, True
    archive = zipped([("lain.pdf", endless())])
    yield "polyglot: PDF and ZIP", certificate + archive, True
    yield "polyglot: ZIP and PDF", archive + certificate, True
    yield "polyglot: PNG and ZIP", png(200, 200, 8, 0) + archive, False
    yield "polyglot: PNG and PDF", png(16, 16, 8, 0) + certificate, True


# --- asking ------------------------------------------------------------------------------------------

def tree(root):
    """The process and its readers; one that is not yet a program of its own has no memory of its own."""
    found = [root]
    for process in found:
        try:
            own = open(f"/proc/{process}/cmdline").read()
            for thread in os.listdir(f"/proc/{process}/task"):
                begun = map(int, open(f"/proc/{process}/task/{thread}/children").read().split())
                found += [child for child in begun if open(f"/proc/{child}/cmdline").read() != own]
        except OSError:
            pass
    return found


def held(root):
    """KiB that they hold together; shared pages are counted once."""
    total = 0
    for process in tree(root):
        try:
            with open(f"/proc/{process}/smaps_rollup") as lines:
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total


class Watch:
    def __init__(self, root):
        self.root, self.peak, self.ended = root, 0, threading.Event()

    def __enter__(self):
        def look():
            while not self.ended.is_set():
                self.peak = max(self.peak, held(self.root))
                self.ended.wait(0.005)
        self.thread = threading.Thread(target=look)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def form(fields):
    border = uuid.uuid4().hex
    body = b""
    for name, file, content in fields:
        named = f'; filename="{file}"' if file else ""
        body += f'--{border}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"
    return body + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


def doors(file):
    yield "/api/v1/verify/file", file, "application/octet-stream"
    until = ("until", None, UNTIL.encode())
    yield "/api/v1/check-list", *form([until, ("file", "a.xlsx", file)])
    yield "/api/v1/check-list +", *form([until, ("file", "a.csv", ROSTER), ("document", "a.pdf", file)])
    yield "/periksa-daftar", *form([until, ("file", "a.xlsx", file)])
    yield "/periksa-daftar +", *form([until, ("file", "a.csv", ROSTER), ("document", "a.pdf", file)])


def ask(port, path, body, kind):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=330)
    try:
        connection.request("POST", path.split()[0], body, {"Content-Type": kind, "Accept": "*/*"})
    except (BrokenPipeError, ConnectionResetError):
        pass  # it was answered before it was read
    try:
        answer = connection.getresponse()
        return answer.status, answer.headers["content-type"] or "", answer.read()
    finally:
        connection.close()


def said(status, kind, body, genuine):
    """What came back in a word, and whether that is what should."""
    if kind.startswith("application/problem+json"):
        problem = json.loads(body)
        return f"{status} {problem.get('type', '')[5:] or problem['title']}", 400 <= status < 500
    if kind.startswith("text/html"):
        # A page that has begun says at its end what went wrong.
        return f"{status} page", status in (200, 400, 413, 415, 422) and b"Sedang sibuk" not in body
    told = json.loads(body)
    if "rows" in told:
        words = {row["answer"] for row in told["rows"]} | {one["verdict"] for one in told.get("unclaimed", [])}
    else:
        words = {one["verdict"] for one in told.get("results", [told])}
    good = words <= {"unreadable", "not_found", "not_checked"} or genuine
    return f"{status} {' '.join(sorted(words))}", status == 200 and good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("absah")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--mebibytes", type=float, default=200)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    absah = str(pathlib.Path(asked.absah).resolve())
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "data")
        with open(pathlib.Path(folder, "log"), "w+") as log:
            service = subprocess.Popen([absah, "--json", "demo", "--data", data, "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, stderr=log)
            try:
                port = int(json.loads(service.stdout.readline())["site"].rsplit(":", 1)[1])
                certificate = next(data.glob("certificates/*/*.pdf")).read_bytes()
                ask(port, "/api/v1/verify/file", certificate, "application/pdf")
                time.sleep(1)
                missed = every(asked, service.pid, port, certificate)
            finally:
                service.terminate()
                service.wait()
    sys.exit(1 if missed else 0)


def every(asked, process, port, certificate):
    missed = 0
    print(f"idle: {held(process) / 1024:.0f} MiB\n")
    print(f"| upload | bytes | to | answer | s | MiB | |\n| --- | ---: | --- | --- | ---: | ---: | --- |")
    for name, file, genuine in files(certificate):
        if asked.only not in name:
            continue
        for path, body, kind in doors(file):
            begun = time.monotonic()
            with Watch(process) as watch:
                try:
                    answer, right = said(*ask(port, path, body, kind), genuine)
                except (OSError, http.client.HTTPException) as fault:
                    answer, right = repr(fault), False
                took = time.monotonic() - begun
            mebibytes = watch.peak / 1024
            faults = [word for word, is_bad in [("answer", not right), ("slow", took > asked.seconds and not genuine),
                                                ("memory", mebibytes > asked.mebibytes and not genuine)] if is_bad]
            missed += bool(faults)
            print(f"| {name} | {len(file):,} | `{path}` | {answer} | {took:.2f} | {mebibytes:.0f} | {' '.join(faults)} |", flush=True)
            until = time.monotonic() + 20
            while len(tree(process)) > 1 and time.monotonic() < until:
                time.sleep(0.05)
    print(f"\n{missed} beyond the bounds")
    return missed


if __name__ == "__main__":
    main()
