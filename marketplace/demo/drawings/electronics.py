"""Drawings of electronics."""

from __future__ import annotations

from PIL import ImageDraw

Draw = ImageDraw.ImageDraw


def earbuds(draw: Draw, ink: str, light: str) -> None:
    """Wireless earbuds over their open case."""
    draw.rounded_rectangle((520, 620, 1080, 970), 110, fill=ink)
    draw.pieslice((520, 480, 1080, 820), 180, 360, fill=light)
    draw.ellipse((770, 840, 830, 900), fill=light)
    for x, way in ((560, 1), (900, 0)):
        draw.ellipse((x, 240, x + 140, 390), fill=ink)
        stem = x + (80 if way else 10)
        draw.rounded_rectangle((stem, 330, stem + 52, 520), 26, fill=ink)


def sport_earphones(draw: Draw, ink: str, light: str) -> None:
    """Earphones with hooks for the ears, joined by a cable."""
    for x, from_, to in ((440, 130, 400), (960, 140, 410)):
        draw.arc((x, 280, x + 240, 620), from_, to, fill=ink, width=30)
        draw.ellipse((x + 40, 520, x + 200, 680), fill=ink)
        draw.ellipse((x + 85, 565, x + 155, 635), fill=light)
    draw.arc((520, 420, 1080, 1010), 20, 160, fill=light, width=18)
    draw.rounded_rectangle((740, 960, 860, 1020), 26, fill=ink)


def portable_speaker(draw: Draw, ink: str, light: str) -> None:
    """A portable speaker: a lying cylinder with a loop."""
    draw.arc((1040, 380, 1340, 620), 180, 20, fill=light, width=22)
    draw.rounded_rectangle((380, 480, 1220, 900), 200, fill=ink)
    draw.ellipse((430, 540, 640, 840), fill=light)
    draw.ellipse((490, 610, 580, 770), fill=ink)
    for n in range(7):
        for m in range(4):
            draw.ellipse((720 + n * 62, 580 + m * 62, 744 + n * 62, 604 + m * 62), fill=light)


def soundbar(draw: Draw, ink: str, light: str) -> None:
    """A sound bar under a thin screen."""
    draw.rounded_rectangle((420, 260, 1180, 690), 20, outline=light, width=24)
    draw.rounded_rectangle((300, 780, 1300, 910), 60, fill=ink)
    for n in range(16):
        draw.ellipse((360 + n * 56, 820, 390 + n * 56, 870), fill=light)


def wall_charger(draw: Draw, ink: str, light: str) -> None:
    """A wall charger with two flat pins."""
    draw.rounded_rectangle((560, 420, 1000, 900), 70, fill=ink)
    for x in (660, 860):
        draw.rectangle((x, 280, x + 40, 430), fill=light)
    for y in (600, 720):
        draw.rounded_rectangle((700, y, 860, y + 50), 25, fill=light)


def power_bank(draw: Draw, ink: str, light: str) -> None:
    """A power bank with its four lights and a short cable."""
    draw.rounded_rectangle((500, 340, 900, 980), 60, fill=ink)
    for n in range(4):
        draw.ellipse((570 + n * 70, 860, 606 + n * 70, 896), fill=light if n < 3 else "#00000055")
    draw.polygon([(720, 460), (620, 640), (700, 640), (670, 780), (790, 590), (710, 590)], fill=light)
    draw.line([(780, 340), (780, 260), (1080, 260), (1080, 700)], fill=light, width=24, joint="curve")
    draw.rounded_rectangle((1045, 690, 1115, 800), 20, fill=ink)


def smart_screen(draw: Draw, ink: str, light: str) -> None:
    """A screen with tiles to choose from, and a remote control."""
    draw.rounded_rectangle((280, 270, 1120, 800), 30, fill=ink)
    for n in range(6):
        x, y = 330 + (n % 3) * 255, 320 + (n // 3) * 230
        draw.rounded_rectangle((x, y, x + 225, y + 200), 24, fill=light)
    draw.polygon([(415, 370), (415, 470), (500, 420)], fill=ink)
    for x in (420, 940):
        draw.line([(x, 800), (x - 40, 900)], fill=ink, width=26)
    draw.rounded_rectangle((1190, 560, 1310, 980), 50, fill=light)
    draw.ellipse((1215, 600, 1285, 670), fill=ink)


def mouse(draw: Draw, ink: str, light: str) -> None:
    """A wireless mouse."""
    draw.rounded_rectangle((600, 330, 1000, 980), 200, fill=ink)
    draw.line([(800, 330), (800, 620)], fill=light, width=10)
    draw.line([(610, 620), (990, 620)], fill=light, width=10)
    draw.rounded_rectangle((770, 420, 830, 540), 28, fill=light)
    for n in range(3):
        draw.arc((700 - n * 60, 130 - n * 50, 900 + n * 60, 320 + n * 30), 215, 325, fill=light, width=16)


def small_keyboard(draw: Draw, ink: str, light: str) -> None:
    """A compact keyboard with a knob."""
    draw.rounded_rectangle((420, 480, 1180, 900), 60, fill=ink)
    for row in range(4):
        for column in range(7):
            if row == 0 and column == 6:
                continue
            x, y = 470 + column * 96, 530 + row * 84
            draw.rounded_rectangle((x, y, x + 76, y + 64), 18, fill=light)
    draw.ellipse((1050, 510, 1150, 610), fill=light)


def folding_phone(draw: Draw, ink: str, light: str) -> None:
    """A folding phone, open like a book, its hinge in the middle."""
    draw.polygon([(480, 330), (790, 270), (790, 930), (480, 990)], fill=ink)
    draw.polygon([(515, 370), (765, 322), (765, 890), (515, 938)], fill=light)
    draw.polygon([(810, 270), (1120, 330), (1120, 990), (810, 930)], fill=ink)
    draw.polygon([(835, 322), (1085, 370), (1085, 938), (835, 890)], fill=light)
    draw.rectangle((784, 270, 816, 932), fill=ink)
    for y in (440, 560, 680):
        draw.rounded_rectangle((560, y, 720, y + 60), 20, fill=ink)


def tablet(draw: Draw, ink: str, light: str) -> None:
    """A tablet, lying wide."""
    draw.rounded_rectangle((360, 330, 1240, 930), 50, fill=ink)
    draw.rounded_rectangle((420, 380, 1180, 880), 16, fill=light)
    for n in range(8):
        x, y = 480 + (n % 4) * 170, 450 + (n // 4) * 190
        draw.rounded_rectangle((x, y, x + 120, y + 120), 30, fill=ink)


def drawing_tablet(draw: Draw, ink: str, light: str) -> None:
    """A tablet with a line being drawn by a pen."""
    draw.rounded_rectangle((320, 380, 1120, 960), 50, fill=ink)
    draw.rounded_rectangle((420, 430, 1070, 910), 16, fill=light)
    draw.line([(480, 800), (600, 560), (720, 800), (860, 600)], fill=ink, width=18, joint="curve")
    draw.polygon([(860, 600), (1220, 200), (1290, 262), (920, 650)], fill=ink)
    draw.polygon([(860, 600), (850, 665), (920, 650)], fill=light)


def thin_laptop(draw: Draw, ink: str, light: str) -> None:
    """A thin laptop seen from the side."""
    draw.polygon([(420, 860), (1240, 860), (1300, 910), (380, 910)], fill=ink)
    draw.polygon([(500, 850), (640, 320), (1320, 320), (1200, 850)], fill=ink)
    draw.polygon([(555, 820), (675, 360), (1265, 360), (1165, 820)], fill=light)
