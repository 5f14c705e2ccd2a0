"""Drawings of shoes and bags."""

from __future__ import annotations

from PIL import ImageDraw

Draw = ImageDraw.ImageDraw


def boot(draw: Draw, ink: str, light: str) -> None:
    """An ankle boot with elastic at its side."""
    draw.polygon([(480, 320), (800, 320), (820, 640), (1160, 740), (1220, 900), (480, 900)], fill=ink)
    draw.polygon([(600, 340), (700, 340), (670, 620), (630, 620)], fill=light)
    draw.rectangle((480, 900, 1220, 950), fill=light)
    draw.rectangle((480, 950, 680, 1000), fill=ink)


def loafer(draw: Draw, ink: str, light: str) -> None:
    """A loafer with a strap and a keeper."""
    draw.polygon([(380, 640), (560, 600), (720, 700), (980, 640), (1220, 760), (1260, 900), (380, 900)], fill=ink)
    draw.polygon([(690, 690), (960, 630), (1010, 700), (760, 780)], fill=light)
    draw.rectangle((815, 680, 905, 720), fill=ink)
    draw.rectangle((370, 900, 1260, 945), fill=light)


def lace_shoe(draw: Draw, ink: str, light: str) -> None:
    """A dress shoe with laces and a toe cap."""
    draw.polygon([(380, 540), (640, 560), (860, 680), (1180, 750), (1250, 890), (380, 890)], fill=ink)
    draw.arc((980, 700, 1260, 1000), 180, 280, fill=light, width=12)
    for n in range(4):
        draw.line([(660 + n * 60, 590 + n * 26), (730 + n * 52, 540 + n * 38)], fill=light, width=16)
    draw.rectangle((370, 890, 1250, 925), fill=light)
    draw.rectangle((370, 925, 560, 980), fill=ink)


def heel(draw: Draw, ink: str, light: str) -> None:
    """A shoe with a high heel."""
    draw.polygon(
        [(440, 500), (560, 420), (700, 600), (1000, 800), (1240, 880), (1240, 940), (940, 930), (600, 700), (520, 700)],
        fill=ink,
    )
    draw.polygon([(450, 520), (540, 690), (500, 990), (460, 990)], fill=ink)
    draw.polygon([(560, 430), (690, 600), (940, 780), (700, 700), (580, 560)], fill=light)


def sandal(draw: Draw, ink: str, light: str) -> None:
    """A sandal with two straps and a buckle."""
    draw.rounded_rectangle((360, 840, 1260, 920), 40, fill=ink)
    draw.rectangle((360, 915, 1240, 950), fill=light)
    draw.arc((820, 560, 1220, 1080), 180, 330, fill=ink, width=80)
    draw.arc((400, 520, 720, 1080), 180, 360, fill=ink, width=50)
    draw.rectangle((640, 700, 730, 790), outline=light, width=16)


def long_boot(draw: Draw, ink: str, light: str) -> None:
    """A long boot with a heel and a zip."""
    draw.polygon([(560, 160), (860, 160), (850, 720), (1140, 810), (1200, 930), (600, 930), (590, 720)], fill=ink)
    draw.rectangle((590, 930, 720, 1010), fill=ink)
    draw.rectangle((780, 930, 1200, 965), fill=light)
    draw.line([(640, 200), (660, 800)], fill=light, width=12)
    draw.rectangle((560, 160, 860, 210), fill=light)


def sneaker(draw: Draw, ink: str, light: str) -> None:
    """A canvas sneaker: high, with a rubber toe and eyelets."""
    draw.polygon([(420, 380), (700, 380), (780, 600), (1180, 740), (1230, 880), (420, 880)], fill=ink)
    draw.pieslice((1020, 720, 1260, 1000), 180, 330, fill=light)
    draw.rectangle((410, 870, 1240, 950), fill=light)
    draw.line([(410, 910), (1240, 910)], fill=ink, width=10)
    for n in range(5):
        draw.ellipse((690 + n * 44, 420 + n * 50, 720 + n * 44, 450 + n * 50), fill=light)
    draw.ellipse((500, 470, 600, 570), fill=light)


def leather_sneaker(draw: Draw, ink: str, light: str) -> None:
    """A low leather sneaker with a stripe at its side."""
    draw.polygon([(380, 560), (640, 500), (780, 640), (1180, 740), (1240, 870), (380, 870)], fill=ink)
    draw.polygon([(620, 860), (760, 640), (830, 660), (710, 860)], fill=light)
    draw.rounded_rectangle((360, 860, 1260, 950), 40, fill=light)
    for n in range(4):
        draw.line([(680 + n * 56, 570 + n * 32), (750 + n * 50, 540 + n * 36)], fill=light, width=14)


def crossbody(draw: Draw, ink: str, light: str) -> None:
    """A small bag on a long strap, with a flap."""
    draw.arc((480, 120, 1120, 1000), 195, 345, fill=light, width=22)
    draw.rounded_rectangle((500, 540, 1100, 960), 50, fill=ink)
    draw.polygon([(500, 580), (1100, 580), (1040, 790), (560, 790)], fill=light)
    draw.ellipse((765, 740, 835, 810), fill=ink)


def leather_backpack(draw: Draw, ink: str, light: str) -> None:
    """A leather backpack with a flap and two buckles."""
    draw.arc((700, 190, 900, 400), 180, 360, fill=ink, width=30)
    draw.rounded_rectangle((520, 300, 1080, 980), 90, fill=ink)
    draw.pieslice((520, 200, 1080, 760), 0, 180, fill=light)
    draw.rounded_rectangle((520, 300, 1080, 490), 90, fill=light)
    for x in (640, 890):
        draw.rectangle((x, 620, x + 70, 840), fill=ink)
        draw.rectangle((x - 6, 700, x + 76, 770), outline=light, width=14)
