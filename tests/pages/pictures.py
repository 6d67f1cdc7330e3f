"""Pictures of pages, small enough to lie in the repository."""
import io
import pathlib

from PIL import Image

TALLEST = 1100  # pixels
COLOURS = 48


class Pictures:
    """A folder of PNG files of few colours."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, page, name, width):
        """The page from its top, in the width that it has."""
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        taken = page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")
        picture = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        picture.save(self.folder / f"{name}.png", optimize=True)
