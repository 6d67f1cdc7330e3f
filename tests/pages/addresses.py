"""The program's own list of addresses, as src/web/addresses.rs writes it."""
import re

ROW = re.compile(r'\s+(page|act|upload|get|post|delete)\(\s*"([^"]+)",')


def pages(source):
    """Every address that a browser may open. A row that cannot be read is a failure, never passed over."""
    found = []
    for table in re.findall(r"vec!\[\n(.*?)\n    \]", source, re.DOTALL):
        rows = re.findall(r"\S.*?\),\n", table + "\n", re.DOTALL) if table else []
        for row in rows:
            read = ROW.match(" " + row)
            if read is None:
                raise ValueError(f"a row of the table of addresses that is not understood: {row.strip()}")
            if read[1] in ("page", "get"):
                found.append(read[2])
    if not found:
        raise ValueError("no address found in the table")
    return found


class Patterns:
    """Which row an address is of: of several, the one with fewest variables, as the router takes it."""

    def __init__(self, paths):
        def of(path):
            parts = ["[^/]+" if part.startswith("{") and "*" not in part else ".+" if part.startswith("{") else re.escape(part)
                     for part in path.split("/")]
            return re.compile("/".join(parts))
        self.paths = sorted(((path.count("{"), path, of(path)) for path in paths))

    def __iter__(self):
        return (path for _, path, _ in self.paths)

    def of(self, address):
        return next((path for _, path, pattern in self.paths if pattern.fullmatch(address)), None)
