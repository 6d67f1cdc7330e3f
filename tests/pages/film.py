"""A film of printed certificates held before a camera one after another, as Chromium plays it for a camera of its own.

Uncompressed (YUV4MPEG2), for a browser that shares its processor with everything else. Beside what is scanned, at the left
edge, each frame says in black and white which certificate is in view: so a test in the page can tell since when.
"""
import math
import random
import subprocess
import tempfile

import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT, RATE = 640, 480, 10  # a camera of the cheapest kind; frames a second
IN_VIEW, BETWEEN = 2.4, 0.6  # seconds that a certificate is in view, and that the table is seen between two
SYMBOL = 230  # pixels that a symbol is wide, on average
BLOCK, BLOCKS = 24, 5  # the mark: so many squares of so many pixels below one another
DPI = 200


class Sheet:
    """The first page of a PDF, and where its symbol is."""

    def __init__(self, pdf):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["pdftoppm", "-r", str(DPI), "-f", "1", "-l", "1", "-singlefile", "-gray", pdf, f"{folder}/page"],
                           check=True)
            self.page = Image.open(f"{folder}/page.pgm").convert("L")
        (code,) = zxingcpp.read_barcodes(self.page, formats=zxingcpp.BarcodeFormat.QRCode)
        corners = [code.position.top_left, code.position.bottom_right]
        self.text = code.text
        self.middle = tuple(sum(getattr(corner, axis) for corner in corners) / 2 for axis in "xy")
        self.side = math.hypot(*(getattr(corners[0], axis) - getattr(corners[1], axis) for axis in "xy")) / math.sqrt(2)

    def held(self, turn, scale, away):
        """As a camera sees it: turned by so many degrees, so large, so far from the middle."""
        per, angle = self.side / (SYMBOL * scale), math.radians(turn)
        cos, sin = math.cos(angle) * per, math.sin(angle) * per
        x, y = WIDTH / 2 + away[0], HEIGHT / 2 + away[1]
        seen = (cos, sin, self.middle[0] - cos * x - sin * y, -sin, cos, self.middle[1] + sin * x - cos * y)
        return self.page.transform((WIDTH, HEIGHT), Image.Transform.AFFINE, seen, Image.Resampling.BICUBIC, fillcolor=120)


def noisy(picture, shade):
    """As a small lens takes it: soft, darker at one side, with noise."""
    picture = ImageChops.multiply(picture.filter(ImageFilter.GaussianBlur(0.7)), shade)
    return ImageChops.add(picture, Image.effect_noise((WIDTH, HEIGHT), 14), offset=-128)


def marked(picture, index):
    drawing = ImageDraw.Draw(picture)
    for block in range(BLOCKS):
        light = 255 if index >> block & 1 else 0
        drawing.rectangle((0, block * BLOCK, BLOCK, block * BLOCK + BLOCK), fill=light)
    return picture


def write(file, sheets, seed=1):
    """Plays the sheets once, in their order; the first has the mark 1. Seconds that the film lasts."""
    chance, frames = random.Random(seed), 0
    shade = Image.linear_gradient("L").rotate(90).resize((WIDTH, HEIGHT)).point(lambda level: 160 + level * 95 // 255)
    table, colours = Image.new("L", (WIDTH, HEIGHT), 120), bytes([128]) * (WIDTH * HEIGHT // 2)
    file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())

    def show(picture, index):
        nonlocal frames
        file.write(b"FRAME\n" + marked(noisy(picture, shade), index).tobytes() + colours)
        frames += 1

    for index, sheet in enumerate(sheets, 1):
        for _ in range(round(BETWEEN * RATE)):
            show(table, 0)
        turn, scale = chance.uniform(-12, 12), chance.uniform(0.9, 1.15)
        drift = [chance.uniform(-1.5, 1.5) for _ in range(3)]
        for moment in range(round(IN_VIEW * RATE)):
            away = tuple(one * moment for one in drift[:2])
            show(sheet.held(turn + drift[2] * moment / 4, scale, away), index)
    return frames / RATE
