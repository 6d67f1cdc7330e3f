"""What the number page weighs, and whether it can be used on a small telephone with large letters."""
import contextlib

MOST = 50 * 1024  # bytes of everything that the page brings with it, heads included

# CSS pixels that a page is wide: a telephone, a desk at 200 % zoom, a telephone at 200 % zoom.
WIDTHS = {"360 px": 360, "1280 px at 200 %": 640, "360 px at 200 %": 180}


def budget(browser, installation, looked, number):
    """The first page in one answer and below 50 KB; it and the answers to a number fit any width."""
    context = browser.new_context(base_url=installation.site, java_script_enabled=False, viewport={"width": 360, "height": 740})
    with contextlib.closing(context):
        page, requests = context.new_page(), []
        page.on("requestfinished", lambda request: requests.append(request))
        page.goto("/", wait_until="networkidle")
        sizes = [request.sizes() for request in requests]
        weight = sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)
        print(f"the number page: {len(requests)} request, {weight} bytes", flush=True)
        if len(requests) != 1:
            looked.fault("/", f"{len(requests)} requests instead of one: {[request.url for request in requests]}")
        if not 0 < weight < MOST:
            looked.fault("/", f"{weight} bytes, where {MOST} are the most")
        fits(page, looked)
        for typed in (number, number[:-2], "halo"):
            page.goto("/")
            page.locator("#number").fill(typed)
            page.locator("form[action='/'] button").first.click()
            page.wait_for_load_state()
            fits(page, looked)


def fits(page, looked):
    height = page.viewport_size["height"]
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        path = page.url.split("/", 3)[-1]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            looked.fault(f"/{path}", f"the page scrolls sideways at {name}: {wide} instead of {width}")
        hidden = page.evaluate("""() => [...document.querySelectorAll("input:not([type=hidden]), button, textarea")]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > window.innerWidth + 1)
            .map((one) => one.name || one.textContent)""")
        if hidden:
            looked.fault(f"/{path}", f"cannot be reached at {name}: {hidden}")
    page.set_viewport_size({"width": 360, "height": height})
