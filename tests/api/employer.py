"""An employer of a demo installation and its key: made in the office, as an administrator makes one."""
import pathlib, re, sys, urllib.error, urllib.parse, urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from pages.installation import Account

NAME, OWN = "pt.contoh", "kuda baterai staples benar"


class Browser:
    """Forms and one cookie; no redirect is followed."""

    def __init__(self, site):
        self.site, self.cookie = site, None
        self.opener = urllib.request.build_opener(Stays)

    def ask(self, path, form=None):
        body = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.site + path, body, {"Origin": self.site, "Accept": "text/html"})
        if self.cookie:
            request.add_header("Cookie", self.cookie)
        with self.opener.open(request, timeout=30) as answer:
            for cookie in answer.headers.get_all("Set-Cookie", []):
                self.cookie = cookie.split(";")[0]
            return answer.status, answer.read().decode()

    def send(self, path, **form):
        status, page = self.ask(path, form)
        assert status == 303, (path, status, page[:2000])


class Stays(urllib.request.HTTPRedirectHandler):
    def http_error_303(self, request, answer, code, message, headers):
        return answer


def key_of(site, accounts):
    """A key of an employer whose quota does not end."""
    admin = Account(next(account for account in accounts if account["name"] == "admin"))
    office = Browser(site)
    office.send("/office/masuk", name=admin.name, password=admin.password)
    office.send("/office/masuk/kode", code=admin.totp.code())
    office.send("/office/klining/pemberi-kerja", name=NAME, company="PT Contoh", nik_a_day=1000, lookups_a_day=100000, keys=2)
    password = re.search(r"<li><code>([^<]+)", office.ask("/office/klining/pemberi-kerja")[1])[1]
    employer = Browser(site)
    employer.send("/masuk", name=NAME, password=password)
    employer.send("/pemberi-kerja/sandi", old=password, new=OWN, again=OWN)
    employer.send("/pemberi-kerja/kunci", password=OWN)
    return re.search(r"<code>(absah_[0-9a-f]{16}_[^<]+)", employer.ask("/pemberi-kerja/kunci")[1])[1]
