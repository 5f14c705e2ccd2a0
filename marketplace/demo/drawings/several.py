"""Drawings of all kinds of goods: each a few strokes in an ink and a light colour."""

from __future__ import annotations

from PIL import ImageDraw

Draw = ImageDraw.ImageDraw


def screen(draw: Draw, ink: str, light: str) -> None:
    """A screen on its foot."""
    draw.rounded_rectangle((360, 300, 1240, 860), 36, fill=ink)
    draw.rounded_rectangle((400, 340, 1200, 820), 16, fill=light)
    draw.rectangle((700, 860, 900, 950), fill=ink)
    draw.rounded_rectangle((560, 950, 1040, 990), 20, fill=ink)


def wheel(draw: Draw, ink: str, light: str) -> None:
    """A town bicycle."""
    for x in (340, 860):
        draw.ellipse((x, 520, x + 400, 920), outline=ink, width=34)
        draw.ellipse((x + 170, 690, x + 230, 750), fill=ink)
    draw.line([(540, 720), (720, 440), (980, 440), (1060, 720), (720, 440)], fill=light, width=30)
    draw.line([(540, 720), (800, 720), (980, 440)], fill=light, width=30)
    draw.line([(940, 380), (1040, 380)], fill=ink, width=30)


def leaf(draw: Draw, ink: str, light: str) -> None:
    """A plant in a pot."""
    draw.polygon([(560, 640), (1040, 640), (960, 980), (640, 980)], fill=ink)
    for x, top in ((640, 330), (800, 240), (960, 330)):
        draw.ellipse((x - 70, top, x + 70, top + 330), fill=light)


def cups(draw: Draw, ink: str, light: str) -> None:
    """Three cups."""
    for x, y in ((400, 640), (840, 640), (620, 350)):
        draw.arc((x + 220, y + 50, x + 380, y + 210), 270, 90, fill=ink, width=34)
        draw.rounded_rectangle((x, y, x + 300, y + 270), 60, fill=ink)
        draw.ellipse((x + 10, y - 30, x + 290, y + 50), fill=light)


def book(draw: Draw, ink: str, light: str) -> None:
    """A sewn notebook."""
    draw.rounded_rectangle((540, 280, 1100, 960), 24, fill=ink)
    draw.rectangle((590, 280, 620, 960), fill=light)
    draw.rounded_rectangle((700, 400, 1000, 540), 16, fill=light)


def hammer(draw: Draw, ink: str, light: str) -> None:
    """A claw hammer."""
    draw.rounded_rectangle((750, 380, 850, 980), 40, fill=light)
    draw.rounded_rectangle((520, 300, 960, 460), 30, fill=ink)
    draw.polygon([(960, 320), (1160, 300), (1220, 420), (960, 430)], fill=ink)


def saw(draw: Draw, ink: str, light: str) -> None:
    """A circular saw."""
    draw.ellipse((560, 330, 1180, 950), fill=light)
    draw.ellipse((820, 590, 920, 690), fill=ink)
    draw.rounded_rectangle((420, 330, 980, 560), 70, fill=ink)
    draw.arc((330, 400, 560, 700), 90, 270, fill=ink, width=60)


def ladder(draw: Draw, ink: str, light: str) -> None:
    """A stepladder."""
    draw.line([(700, 240), (520, 980)], fill=ink, width=44)
    draw.line([(900, 240), (1080, 980)], fill=ink, width=44)
    for step in range(5):
        inset = 160 - step * 36
        draw.line([(520 + inset, 340 + step * 135), (1080 - inset, 340 + step * 135)], fill=light, width=38)


def chest(draw: Draw, ink: str, light: str) -> None:
    """A tool box."""
    draw.arc((660, 330, 940, 620), 180, 360, fill=light, width=40)
    draw.rounded_rectangle((380, 470, 1220, 950), 40, fill=ink)
    draw.rectangle((380, 650, 1220, 690), fill=light)
    draw.rounded_rectangle((740, 620, 860, 740), 20, fill=light)


def bottle(draw: Draw, ink: str, light: str) -> None:
    """A feeding bottle."""
    draw.rounded_rectangle((620, 460, 980, 970), 70, fill=ink)
    draw.rounded_rectangle((660, 370, 940, 460), 24, fill=light)
    draw.polygon([(740, 370), (860, 370), (830, 250), (770, 250)], fill=light)
    for step in range(4):
        draw.rectangle((860, 580 + step * 80, 940, 596 + step * 80), fill=light)


def phone(draw: Draw, ink: str, light: str) -> None:
    """A telephone."""
    draw.rounded_rectangle((590, 240, 1010, 980), 60, fill=ink)
    draw.rounded_rectangle((620, 300, 980, 900), 20, fill=light)
    draw.ellipse((780, 915, 820, 955), fill=light)


def laptop(draw: Draw, ink: str, light: str) -> None:
    """A laptop."""
    draw.rounded_rectangle((470, 330, 1130, 800), 30, fill=ink)
    draw.rectangle((510, 370, 1090, 760), fill=light)
    draw.polygon([(400, 820), (1200, 820), (1290, 950), (310, 950)], fill=ink)


def headphones(draw: Draw, ink: str, light: str) -> None:
    """Headphones with a band."""
    draw.arc((470, 300, 1130, 960), 180, 360, fill=ink, width=60)
    for x in (440, 1020):
        draw.rounded_rectangle((x, 600, x + 140, 900), 60, fill=ink)
        draw.rounded_rectangle((x + 40, 650, x + 100, 850), 30, fill=light)


def speaker(draw: Draw, ink: str, light: str) -> None:
    """A bookshelf speaker."""
    draw.rounded_rectangle((560, 260, 1040, 980), 60, fill=ink)
    for box, inner in (((690, 330, 910, 550), 60), ((640, 600, 960, 920), 100)):
        draw.ellipse(box, fill=light)
        draw.ellipse((box[0] + inner, box[1] + inner, box[2] - inner, box[3] - inner), fill=ink)


def cable(draw: Draw, ink: str, light: str) -> None:
    """A coiled cable."""
    for step in range(3):
        draw.ellipse((560 + step * 50, 380 + step * 50, 1100 - step * 50, 920 - step * 50), outline=ink, width=26)
    draw.rounded_rectangle((1060, 560, 1220, 660), 24, fill=ink)
    draw.rectangle((1220, 585, 1290, 635), fill=light)


def keys(draw: Draw, ink: str, light: str) -> None:
    """A keyboard."""
    draw.rounded_rectangle((340, 520, 1260, 900), 50, fill=ink)
    for row in range(3):
        for column in range(9):
            draw.rounded_rectangle(
                (390 + column * 94, 570 + row * 90, 464 + column * 94, 640 + row * 90), 14, fill=light
            )


def printer(draw: Draw, ink: str, light: str) -> None:
    """A printer with sheets above and below."""
    draw.rectangle((580, 280, 1020, 560), fill=light)
    draw.rounded_rectangle((400, 500, 1200, 860), 50, fill=ink)
    draw.rectangle((560, 740, 1040, 960), fill=light)
    draw.ellipse((1080, 560, 1130, 610), fill=light)


def pencil(draw: Draw, ink: str, light: str) -> None:
    """Three pens."""
    for shift in (0, 170, 340):
        draw.polygon([(470 + shift, 880), (550 + shift, 960), (980 + shift, 480), (900 + shift, 400)], fill=ink)
        draw.polygon([(900 + shift, 400), (980 + shift, 480), (1030 + shift, 350)], fill=light)


def bag(draw: Draw, ink: str, light: str) -> None:
    """A handbag."""
    draw.arc((620, 260, 980, 720), 180, 360, fill=ink, width=40)
    draw.polygon([(480, 490), (1120, 490), (1200, 970), (400, 970)], fill=ink)
    draw.rounded_rectangle((720, 560, 880, 640), 24, fill=light)


def backpack(draw: Draw, ink: str, light: str) -> None:
    """A school backpack."""
    draw.arc((700, 230, 900, 430), 180, 360, fill=light, width=32)
    draw.rounded_rectangle((520, 320, 1080, 970), 160, fill=ink)
    draw.rounded_rectangle((600, 640, 1000, 900), 50, fill=light)
    draw.rectangle((600, 740, 1000, 756), fill=ink)


def chair(draw: Draw, ink: str, light: str) -> None:
    """An office chair."""
    draw.rounded_rectangle((600, 240, 1000, 620), 60, fill=ink)
    draw.rounded_rectangle((540, 640, 1060, 740), 50, fill=ink)
    draw.rectangle((780, 740, 820, 900), fill=light)
    draw.line([(580, 970), (800, 890), (1020, 970)], fill=light, width=34)


def hose(draw: Draw, ink: str, light: str) -> None:
    """A garden hose."""
    for step in range(4):
        draw.ellipse((480 + step * 66, 330 + step * 66, 1120 - step * 66, 970 - step * 66), outline=ink, width=44)
    draw.line([(1080, 900), (1290, 940)], fill=ink, width=44)
    draw.polygon([(1280, 900), (1390, 910), (1390, 990), (1280, 980)], fill=light)


def grill(draw: Draw, ink: str, light: str) -> None:
    """A charcoal grill."""
    draw.pieslice((430, 330, 1170, 1000), 0, 180, fill=ink)
    for x in range(500, 1110, 75):
        draw.line([(x, 560), (x, 665)], fill=light, width=14)
    draw.rectangle((420, 640, 1180, 672), fill=light)
    for x, foot in ((600, 500), (1000, 1100)):
        draw.line([(x, 900), (foot, 1060)], fill=ink, width=30)


def bowl(draw: Draw, ink: str, light: str) -> None:
    """A bowl."""
    draw.ellipse((450, 560, 1150, 760), fill=light)
    draw.polygon([(450, 660), (1150, 660), (1220, 960), (380, 960)], fill=ink)
    draw.ellipse((520, 590, 1080, 720), fill=ink)


def bed(draw: Draw, ink: str, light: str) -> None:
    """A dog's bed."""
    draw.rounded_rectangle((330, 560, 1270, 960), 190, fill=ink)
    draw.rounded_rectangle((460, 640, 1140, 860), 110, fill=light)


def blocks(draw: Draw, ink: str, light: str) -> None:
    """Wooden blocks."""
    for x, y, fill in ((430, 690, ink), (700, 690, light), (970, 690, ink), (560, 420, light), (840, 420, ink)):
        draw.rounded_rectangle((x, y, x + 250, y + 250), 26, fill=fill, outline=ink, width=12)


def puzzle(draw: Draw, ink: str, light: str) -> None:
    """Pieces of a puzzle."""
    for x, y, fill in ((480, 320, ink), (800, 320, light), (480, 640, light), (800, 640, ink)):
        draw.rectangle((x, y, x + 320, y + 320), fill=fill)
    for x, y, fill in ((760, 430, ink), (760, 760, light), (600, 600, ink), (920, 600, light)):
        draw.ellipse((x, y, x + 90, y + 90), fill=fill)


def cards(draw: Draw, ink: str, light: str) -> None:
    """Playing cards."""
    for x, fill, other in ((440, light, ink), (640, ink, light), (840, light, ink)):
        draw.rounded_rectangle((x, 300, x + 340, 900), 36, fill=fill, outline=ink, width=10)
        draw.ellipse((x + 90, 500, x + 250, 660), fill=other)


def axolotl(draw: Draw, ink: str, light: str) -> None:
    """An axolotl."""
    for x in (500, 1100):
        for y in (360, 460, 560):
            draw.line([(800, 520), (x, y - (0 if y > 400 else 30))], fill=light, width=40)
    draw.ellipse((560, 300, 1040, 740), fill=ink)
    draw.ellipse((610, 640, 990, 990), fill=ink)
    for x in (680, 880):
        draw.ellipse((x, 470, x + 50, 520), fill=light)
    draw.arc((720, 520, 880, 640), 20, 160, fill=light, width=14)


def deer(draw: Draw, ink: str, light: str) -> None:
    """A carved deer."""
    draw.ellipse((480, 520, 1040, 800), fill=ink)
    for x in (540, 660, 860, 960):
        draw.line([(x, 760), (x, 990)], fill=ink, width=46)
    draw.polygon([(960, 600), (1040, 380), (1180, 380), (1220, 470), (1080, 640)], fill=ink)
    for tip in (1000, 1180):
        draw.line([(1090, 390), (tip, 240)], fill=light, width=26)
    for x in range(560, 980, 80):
        draw.ellipse((x, 590, x + 40, 630), fill=light)
        draw.ellipse((x + 30, 680, x + 70, 720), fill=light)


def tent(draw: Draw, ink: str, light: str) -> None:
    """A tent."""
    draw.polygon([(800, 300), (1280, 960), (320, 960)], fill=ink)
    draw.polygon([(800, 480), (940, 960), (660, 960)], fill=light)


def weights(draw: Draw, ink: str, light: str) -> None:
    """Dumbbells."""
    draw.rounded_rectangle((480, 620, 1120, 690), 30, fill=light)
    for x in (400, 500, 1020, 1120):
        draw.rounded_rectangle(
            (x, 480 if x in (500, 1020) else 540, x + 80, 830 if x in (500, 1020) else 770), 30, fill=ink
        )


def roll(draw: Draw, ink: str, light: str) -> None:
    """A rolled mat."""
    draw.rounded_rectangle((430, 620, 1180, 940), 160, fill=ink)
    for step in range(4):
        draw.ellipse((1020 + step * 36, 620 + step * 40, 1300 - step * 36, 940 - step * 40), outline=light, width=18)


def needles(draw: Draw, ink: str, light: str) -> None:
    """Straight needles in a ball of yarn."""
    for tilt in (-150, 150):
        draw.line([(800 - tilt, 280), (800 + tilt * 2, 960)], fill=ink, width=26)
        draw.ellipse((766 - tilt, 240, 834 - tilt, 308), fill=ink)
    draw.ellipse((640, 660, 960, 980), fill=light)
    draw.arc((640, 660, 960, 980), 0, 359, fill=ink, width=10)


def stroller(draw: Draw, ink: str, light: str) -> None:
    """A light pushchair."""
    draw.pieslice((480, 260, 1060, 860), 180, 360, fill=ink)
    draw.polygon([(480, 580), (1060, 580), (1000, 780), (580, 780)], fill=light)
    draw.line([(1040, 600), (1220, 420)], fill=ink, width=30)
    for x in (540, 880):
        draw.ellipse((x, 800, x + 170, 970), outline=ink, width=34)
