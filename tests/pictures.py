#!/usr/bin/env python3
"""How many photographs of a printed certificate are read: 16 pictures, each with a fault of its own.

usage: pictures.py ABSAH DATA CERTIFICATE.pdf [--keep DIR]

Draws the first page at 400 dpi and photographs it 16 times: a sheet on a table, out of focus, askew, in the
dark, torn, curved, creased, stained, from a screen, sent through a chat …, with the noise, the softness and the
JPEG of a phone's camera besides. Every picture comes out the same each time. Runs `absah --data DATA verify` on
each and prints a table in Markdown; beside it, whether zxing-cpp reads the picture. Exits 1 if fewer than 12
are read. Needs poppler-utils; numpy besides what tests/requirements.txt names.
"""
import argparse
import io
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

DPI = 400
MM = DPI / 25.4  # pixels of the page in a millimetre
SHEET = (210, 297)  # millimetres
FRAME = (3024, 4032)  # pixels of a 12-megapixel camera held upright
ENOUGH = 12


# --- camera ------------------------------------------------------------------------------------------

def table(size, rng):
    """A wooden table: brown, uneven, with grain."""
    width, height = size
    grain = numpy.cumsum(rng.normal(0, 1.2, height))[:, None] % 24 + rng.normal(0, 3, (height, width))
    picture = numpy.stack([122 + grain, 86 + grain * 0.8, 58 + grain * 0.6], axis=-1)
    return Image.fromarray(picture.clip(0, 255).astype(numpy.uint8))


def coefficients(to, back):
    """Perspective that takes the four corners `to` of the photo back to those of the page, for Pillow."""
    rows = []
    for (x, y), (u, v) in zip(to, back):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return numpy.linalg.solve(numpy.array(rows, float), numpy.array(back, float).reshape(8))


def turned(degrees, scale=1.0, tilt=0.0, size=FRAME):
    """Corners of a sheet seen by the camera: `scale` of the frame, turned, and tilted about its upright axis."""
    reach = 2.4 * SHEET[1]  # how far the camera is, in millimetres
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = x * SHEET[0] / 2, y * SHEET[1] / 2
        depth = reach / (reach + x * math.sin(math.radians(tilt)))
        x, y = x * math.cos(math.radians(tilt)) * depth, y * depth
        angle = math.radians(degrees)
        x, y = x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)
        corners.append((x, y))
    wide = max(max(abs(x) / size[0], abs(y) / size[1]) for x, y in corners)
    return [(size[0] / 2 + x * scale / 2 / wide, size[1] / 2 + y * scale / 2 / wide) for x, y in corners]


def shot(page, corners, rng, size=FRAME):
    """The page on a table, seen with its corners where they are given."""
    (width, height) = page.size
    back = coefficients(corners, [(0, 0), (width, 0), (width, height), (0, height)])
    mask = page.getchannel("A") if page.mode == "RGBA" else Image.new("L", page.size, 255)
    seen = page.convert("RGB").transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    mask = mask.transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BILINEAR)
    photo = table(size, rng)
    photo.paste(seen, mask=mask)
    return photo


def exposed(photo, rng, light=None, noise=3.0, soft=0.9):
    """What a sensor makes of it: softness in pixels, light as a factor (a number or an array), noise."""
    pixels = numpy.asarray(photo.filter(ImageFilter.GaussianBlur(soft)), numpy.float32)
    if light is not None:
        pixels = pixels * (light[..., None] if isinstance(light, numpy.ndarray) else light)
    shape = pixels.shape[:2]
    pixels = pixels + rng.normal(0, noise, shape)[..., None] + rng.normal(0, noise / 2, pixels.shape)
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def place(corners, mm):
    """Where a point of the sheet, in millimetres from its top left corner, is in the photo."""
    a, b, c, d, e, f, g, h = coefficients([(0, 0), (SHEET[0], 0), SHEET, (0, SHEET[1])], corners)
    x, y = mm
    return ((a * x + b * y + c) / (g * x + h * y + 1), (d * x + e * y + f) / (g * x + h * y + 1))


def grid(size):
    return numpy.meshgrid(numpy.arange(size[0], dtype=numpy.float32), numpy.arange(size[1], dtype=numpy.float32))


# --- paper -------------------------------------------------------------------------------------------

def displaced(page, down):
    """The page with every column moved down by as many pixels as `down` says."""
    pixels = numpy.asarray(page)
    rows = (numpy.arange(page.height)[:, None] - numpy.rint(down)[None, :]).astype(int)
    moved = pixels[rows.clip(0, page.height - 1), numpy.arange(page.width)[None, :]]
    return Image.fromarray(moved)


def squeezed(page, columns):
    """The page with column `columns[x]` of it shown at x."""
    return Image.fromarray(numpy.asarray(page)[:, numpy.rint(columns).astype(int).clip(0, page.width - 1)])


# --- the sixteen -------------------------------------------------------------------------------------
# Each takes the page, where the symbol's middle is on the sheet in mm, and randomness; gives a picture
# with its format and quality.

def whole_sheet(page, _, rng):
    return exposed(shot(page, turned(-3, 0.86, 6), rng), rng), "JPEG", 88


def out_of_focus(page, _, rng):
    return exposed(shot(page, turned(2, 0.92, 3), rng), rng, soft=2.4), "JPEG", 88


def far_out_of_focus(page, _, rng):
    return exposed(shot(page, turned(2, 0.95, 3), rng), rng, soft=3.6), "JPEG", 88


def askew(page, _, rng):
    return exposed(shot(page, turned(4, 0.95, 30), rng), rng), "JPEG", 88


def rotated(page, _, rng):
    return exposed(shot(page, turned(17, 0.95, 5), rng), rng), "JPEG", 88


def sideways(page, _, rng):
    size = FRAME[::-1]
    return exposed(shot(page, turned(91, 0.93, 4, size), rng, size), rng), "JPEG", 30


def low_light(page, _, rng):
    return exposed(shot(page, turned(-4, 0.93, 6), rng), rng, light=0.16, noise=7, soft=1.3), "JPEG", 80


def shadow(page, symbol, rng):
    """A lamp at one side, and the edge of the photographer's shadow across the symbol."""
    corners = turned(-2, 0.93, 5)
    x, y = grid(FRAME)
    (sx, sy) = place(corners, symbol)
    edge = 1 / (1 + numpy.exp(-((x - sx) * 0.8 + (y - sy) * 0.6) / 18))
    light = (1.15 - 0.7 * x / FRAME[0]) * (0.34 + 0.66 * edge)
    return exposed(shot(page, corners, rng), rng, light=light), "JPEG", 88


def torn(page, symbol, rng):
    """The corner of the sheet nearest to the symbol is gone, with a part of the quiet zone."""
    page = page.convert("RGBA")
    mask, (sx, sy) = Image.new("L", page.size, 255), symbol
    right, low = sx > SHEET[0] / 2, sy > SHEET[1] / 2
    to_x, to_y = (SHEET[0] - sx if right else sx), (SHEET[1] - sy if low else sy)
    reach = to_x + to_y - 39  # millimetres along both edges: 19 mm of the symbol's half and its corner
    edge = []
    for step in numpy.linspace(0, 1, 60):
        x, y = reach * step + rng.normal(0, 0.5), reach * (1 - step) + rng.normal(0, 0.5)
        edge.append(((SHEET[0] - x if right else x) * MM, (SHEET[1] - y if low else y) * MM))
    corner = (page.width if right else 0, page.height if low else 0)
    ImageDraw.Draw(mask).polygon([corner, *edge], fill=0)
    page.putalpha(mask)
    return exposed(shot(page, turned(5, 0.93, 6), rng), rng), "JPEG", 88


def curved(page, _, rng):
    """Held in the hand: bent as a part of a cylinder, its middle nearer to the camera."""
    half, bend = page.width / 2, math.radians(65)
    x = (numpy.arange(page.width) - half) / half
    columns = half + half * numpy.arcsin(x * math.sin(bend / 2)) / (bend / 2)
    down = (1 - numpy.sqrt(1 - (x * math.sin(bend / 2)) ** 2)) * page.width * 0.55
    page = displaced(squeezed(page, columns), down)
    light = numpy.interp(numpy.arange(FRAME[0]), [0, FRAME[0] * 0.55, FRAME[0]], [0.55, 1.02, 0.75])
    light = numpy.repeat(light[None, :], FRAME[1], axis=0)
    return exposed(shot(page, turned(3, 0.93, 4), rng), rng, light=light), "JPEG", 88


def screen(page, symbol, rng):
    """A laptop's screen with the PDF at 150 %: 144 dots an inch, red, green and blue side by side."""
    dots = page.resize((int(SHEET[0] / 25.4 * 144), int(SHEET[1] / 25.4 * 144)), Image.Resampling.BOX)
    (sx, sy) = (symbol[0] / 25.4 * 144, symbol[1] / 25.4 * 144)
    left, top = int(max(0, sx - 430)), int(max(0, min(dots.height - 620, sy - 310)))
    shown = numpy.asarray(dots.crop((left, top, left + 860, top + 620)).convert("RGB"), numpy.float32)
    fine = 6  # points along a dot
    lit = numpy.zeros((620 * fine, 860 * fine, 3), numpy.float32)
    large = shown.repeat(fine, 0).repeat(fine, 1)
    for part in range(3):
        for column in range(2):
            lit[:, part * 2 + column::fine, part] = large[:, part * 2 + column::fine, part] * 2.2
    lit[fine - 1::fine] *= 0.25  # the black between rows
    panel = Image.fromarray(lit.clip(0, 255).astype(numpy.uint8))
    width, height = panel.size
    size = (2016, 1512)
    corners = [(70, 90), (1930, 40), (1965, 1420), (40, 1465)]
    back = coefficients(corners, [(0, 0), (width, 0), (width, height), (0, height)])
    panel = panel.filter(ImageFilter.BoxBlur(1))
    seen = panel.transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    return exposed(seen, rng, light=2.6, soft=0.7, noise=4), "JPEG", 85


def chat(page, _, rng):
    """Sent through a chat, which makes it 1,600 pixels high and a WebP."""
    photo = exposed(shot(page, turned(-2, 0.93, 4), rng), rng)
    return photo.resize((1200, 1600), Image.Resampling.LANCZOS), "WEBP", 60


def glare(page, symbol, rng):
    """A lamp mirrored in a plastic sleeve, beside the symbol and into it."""
    corners = turned(3, 0.93, 6)
    photo = exposed(shot(page, corners, rng), rng, light=0.82)
    x, y = grid(FRAME)
    (gx, gy) = place(corners, (symbol[0] + 21, symbol[1] - 3))
    spot = numpy.exp(-(((x - gx) / 210) ** 2 + ((y - gy) / 150) ** 2) ** 1.5) * 260
    pixels = numpy.asarray(photo, numpy.float32) + spot[..., None]
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8)), "JPEG", 88


def creased(page, symbol, rng):
    """Folded in four: two folds cross in the symbol, each bends the sheet and has a bright and a dark side."""
    (sx, sy) = (symbol[0] * MM, symbol[1] * MM)
    x = numpy.arange(page.width)
    page = displaced(page, numpy.abs(x - sx - 60) * 0.045)
    turned_page = displaced(page.transpose(Image.Transpose.ROTATE_90), numpy.abs(numpy.arange(page.height) - (page.height - sy)) * 0.03)
    page = turned_page.transpose(Image.Transpose.ROTATE_270)
    pixels = numpy.asarray(page.convert("RGB"), numpy.float32)
    for axis, at in ((1, sx + 60), (0, sy)):
        along = numpy.arange(pixels.shape[axis]) - at
        shade = numpy.where(along < 0, 0.78, 1.0) - 0.35 * numpy.exp(-(along / 5) ** 2)
        shade = 1 + (shade - 1) * numpy.exp(-numpy.abs(along) / 900)
        pixels = pixels * (shade[None, :, None] if axis == 1 else shade[:, None, None])
    page = Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))
    return exposed(shot(page, turned(-3, 0.93, 6), rng), rng), "JPEG", 88


def stained(page, symbol, rng):
    """The ring of a cup over a part of the symbol."""
    pixels = numpy.asarray(page.convert("RGB"), numpy.float32)
    x, y = grid(page.size)
    away = numpy.hypot(x - (symbol[0] + 26) * MM, y - (symbol[1] - 18) * MM) / MM
    ring = numpy.exp(-((away - 34) / 1.6) ** 2) * 0.8 + (away < 34) * 0.22
    coffee = numpy.array([92, 56, 22], numpy.float32)
    pixels = pixels * (1 - ring[..., None]) + coffee * ring[..., None] * (0.35 + 0.65 * pixels / 255)
    page = Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))
    return exposed(shot(page, turned(6, 0.93, 8), rng), rng), "JPEG", 88


def moved(page, _, rng):
    """The hand moved: seven pixels, nearly a module, along a slant."""
    photo = numpy.asarray(shot(page, turned(3, 0.93, 4), rng), numpy.float32)
    steps = [(round(0.94 * step), round(0.34 * step)) for step in range(-3, 4)]
    smeared = sum(numpy.roll(photo, (dy, dx), (0, 1)) for dx, dy in steps) / len(steps)
    return exposed(Image.fromarray(smeared.astype(numpy.uint8)), rng), "JPEG", 88


PICTURES = [whole_sheet, out_of_focus, far_out_of_focus, askew, rotated, sideways, low_light, shadow, torn, curved,
            screen, chat, glare, creased, stained, moved]


# --- the table ---------------------------------------------------------------------------------------

def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("absah", type=pathlib.Path)
    arguments.add_argument("data", type=pathlib.Path)
    arguments.add_argument("certificate", type=pathlib.Path)
    arguments.add_argument("--keep", type=pathlib.Path, help="keep the pictures in this folder")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep = given.keep or pathlib.Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        drawn = f"{folder}/page"
        subprocess.run(["pdftoppm", "-r", str(DPI), "-f", "1", "-l", "1", "-singlefile", "-png", given.certificate, drawn], check=True)
        page = Image.open(f"{drawn}.png").convert("RGB")
        (code,) = zxingcpp.read_barcodes(page.resize((page.width // 2, page.height // 2)), formats=zxingcpp.BarcodeFormat.QRCode)
        at = code.position
        symbol = tuple((getattr(at.top_left, axis) + getattr(at.bottom_right, axis)) / MM for axis in "xy")
        print("| picture | pixels | bytes | read | verdict | seconds | zxing-cpp |\n| --- | --- | --- | --- | --- | --- | --- |")
        read = others = 0
        for number, picture in enumerate(PICTURES, 1):
            image, kind, quality = picture(page, symbol, numpy.random.default_rng(number))
            file = keep / f"{number:02}-{picture.__name__.replace('_', '-')}.{kind.lower()}"
            image.save(file, kind, quality=quality)
            began = time.monotonic()
            done = subprocess.run([given.absah, "--data", given.data, "--json", "verify", file], capture_output=True, check=False)
            took = time.monotonic() - began
            verdict = json.loads(done.stdout)["verdict"] if done.stdout.strip() else done.stderr.decode().strip()
            ours = verdict not in ("unreadable", "forged") and bool(done.stdout.strip())
            theirs = [found.text for found in zxingcpp.read_barcodes(Image.open(file), formats=zxingcpp.BarcodeFormat.QRCode)]
            read, others = read + ours, others + (code.text in theirs)
            name = picture.__name__.replace("_", " ")
            print(f"| {name} | {image.width} × {image.height} | {file.stat().st_size:,} | {'yes' if ours else 'no'} | {verdict} "
                  f"| {took:.1f} | {'yes' if code.text in theirs else 'no'} |", flush=True)
        print(f"\n{read} of {len(PICTURES)} read; zxing-cpp reads {others}")
    return 0 if read >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
