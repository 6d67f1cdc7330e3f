"""Somebody in front of a browser: what she opens is looked at in both widths, by axe-core and by ourselves."""
import base64
import pathlib
import urllib.parse

from playwright.sync_api import expect

WIDTHS = {1280: 800, 360: 740}  # a desk's and a telephone's, with their heights
PATIENCE = 60_000  # milliseconds, for a machine that does much else

expect.set_options(timeout=PATIENCE)


class Looked:
    """What was found on pages, which addresses were opened, and the pictures that were taken."""

    def __init__(self, axe, patterns, pictures=None):
        self.axe, self.patterns, self.pictures = pathlib.Path(axe).read_text(encoding="utf-8"), patterns, pictures
        self.pages, self.faults = 0, {}
        # Rows of the table: those of which a page was looked at or a file was taken, and those whose links were followed.
        self.opened, self.followed = set(), set()

    def fault(self, address, what):
        """The same of several pages is told once."""
        path = urllib.parse.urlsplit(address).path
        self.faults.setdefault(what, {})[self.patterns.of(path) or path] = True

    def unopened(self, besides):
        return [path for path in self.patterns if path not in self.opened and path not in besides]


class Visitor:
    """One person with a browser of her own. Without scripts, pages are opened and nothing more."""

    def __init__(self, browser, site, looked, scripts=True):
        self.site, self.looked, self.scripts, self.account = site, looked, scripts, None
        self.context = browser.new_context(base_url=site, java_script_enabled=scripts, locale="id-ID",
                                           viewport={"width": 1280, "height": WIDTHS[1280]})
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("console", self.said)
        self.page.on("pageerror", lambda error: looked.fault(self.path(), f"a script failed: {error}"))

    def said(self, message):
        # That the page itself was refused, or is not there, the page says.
        if message.type == "error" and message.location.get("url") != self.page.url:
            self.looked.fault(self.path(), f"the browser says: {message.text}")

    def open(self, path):
        answer = self.page.goto(path)
        if self.asked_again(path):
            answer = self.page.goto(path)
        assert answer.status == 200, f"{path}: {answer.status}"

    def path(self):
        return self.page.url.removeprefix(self.site).split("?")[0]

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name):
        self.button(name).click()

    def press_proven(self, name):
        """A button for which one may be asked again who one is; then the form is sent once more."""
        self.press(name)
        if self.asked_again():
            self.press(name)

    def asked_again(self, path=""):
        """Shows again that it is she, where that is asked instead of a page: on a slow machine five minutes go by."""
        if self.path() != "/office/bukti" or path.startswith("/office/bukti"):
            return False
        self.fill("Kata sandi", self.account.password)
        self.press("Lanjut")
        self.page.wait_for_url(lambda url: "/bukti" not in url)
        return True

    def link(self, name, **how):
        self.page.get_by_role("link", name=name, **how).click()

    def fill(self, label, text):
        self.page.get_by_label(label, exact=True).fill(text)

    def heading(self, text):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def sees(self, text):
        expect(self.page.locator("main")).to_contain_text(text)

    def drop(self, where, name, content):
        """A file that is drawn onto the page."""
        files = self.page.evaluate_handle("""([name, content]) => {
            const files = new DataTransfer();
            files.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name));
            return files;
        }""", [name, base64.b64encode(content).decode()])
        for event in ("dragover", "drop"):
            self.page.dispatch_event(where, event, {"dataTransfer": files})

    def sign_in(self, account, before_code=None):
        """Through the door, with the second step where the account has one."""
        self.account = account
        self.open("/office/masuk")
        self.heading("Masuk")
        self.fill("Nama masuk", account.name)
        self.fill("Kata sandi", account.password)
        self.press("Masuk")
        if account.totp:
            self.heading("Langkah kedua")
            if before_code:
                before_code()
            self.fill("Kode dari aplikasi autentikator", account.totp.code())
            self.press("Lanjut")
        self.page.wait_for_url(lambda url: "/masuk" not in url)

    def take(self, path):
        """What an address answers, and what it is: a file is done with, a page is yet to be looked at."""
        answer = self.context.request.get(path)
        assert answer.status == 200 and answer.body(), f"{path}: {answer.status}"
        kind = answer.headers["content-type"]
        if not kind.startswith("text/html"):
            self.looked.opened.add(self.looked.patterns.of(urllib.parse.urlsplit(path).path))
        return kind, answer.body()

    def look(self, name=None, widths=tuple(WIDTHS)):
        """Holds the page that is open against what every page keeps; keeps a picture of it under the name."""
        if not self.scripts:
            return
        self.looked.opened.add(self.looked.patterns.of(self.path()))
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            self.look_at(width)
            if name and self.looked.pictures:
                self.looked.pictures.take(self.page, f"{name}-{width}", width)
        self.page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})
        self.looked.pages += 1

    def look_at(self, width):
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.looked.fault(self.path(), f"the page scrolls sideways at {width} px")
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(self.looked.axe)
        # Of WCAG 2.2, the size of what is touched is not asked for unless it is switched on.
        found = self.page.evaluate("axe.run(document, { resultTypes: ['violations'],"
                                   " rules: { 'target-size': { enabled: true } } })")
        assert len(found["passes"]) > 5, f"axe-core found hardly anything to look at on {self.page.url}"
        for violation in found["violations"]:
            for node in violation["nodes"]:
                self.looked.fault(self.path(), f"{violation['id']}: {violation['help']}: {node['html'][:200]}")
