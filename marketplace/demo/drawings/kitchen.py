"""Drawings of what is for the kitchen and the table: each a few strokes in an ink and a light colour."""

from __future__ import annotations

from PIL import ImageDraw

Draw = ImageDraw.ImageDraw


def moka(draw: Draw, ink: str, light: str) -> None:
    """A stove-top coffee maker: two eight-sided halves, a waist, a spout."""
    draw.polygon([(590, 960), (1010, 960), (950, 650), (650, 650)], fill=ink)
    draw.polygon([(650, 630), (950, 630), (1010, 370), (590, 370)], fill=ink)
    draw.polygon([(600, 370), (480, 400), (610, 500)], fill=ink)
    draw.rectangle((640, 625, 960, 660), fill=light)
    draw.polygon([(620, 355), (980, 355), (860, 275), (740, 275)], fill=light)
    draw.ellipse((770, 225, 830, 285), fill=ink)
    draw.line([(990, 420), (1150, 420), (1150, 640)], fill=light, width=46, joint="curve")
    for x in (740, 860):
        draw.line([(x, 380), (x + (x - 800) // 4, 620)], fill=light, width=10)


def drip(draw: Draw, ink: str, light: str) -> None:
    """A filter machine: a tower, a basket over a glass jug on its plate."""
    draw.rounded_rectangle((470, 250, 1130, 420), 40, fill=ink)
    draw.rounded_rectangle((470, 250, 640, 980), 40, fill=ink)
    draw.rounded_rectangle((470, 890, 1130, 980), 30, fill=ink)
    draw.polygon([(720, 420), (1060, 420), (1000, 520), (780, 520)], fill=ink)
    draw.rounded_rectangle((720, 570, 1040, 880), 90, fill=light)
    draw.pieslice((735, 600, 1025, 875), 0, 180, fill=ink)
    draw.arc((970, 620, 1130, 830), 270, 90, fill=light, width=34)
    draw.ellipse((520, 310, 570, 360), fill=light)


def press(draw: Draw, ink: str, light: str) -> None:
    """A French press: a glass with coffee in a frame, a rod with a knob above."""
    draw.line([(800, 180), (800, 420)], fill=ink, width=20)
    draw.ellipse((755, 140, 845, 230), fill=ink)
    draw.rounded_rectangle((590, 330, 1010, 400), 30, fill=ink)
    draw.rectangle((620, 400, 980, 940), fill=light)
    draw.rectangle((645, 620, 955, 915), fill=ink)
    draw.rectangle((645, 585, 955, 612), fill=ink)
    draw.line([(800, 400), (800, 600)], fill=ink, width=14)
    for y in (470, 780):
        draw.rectangle((605, y, 995, y + 26), fill=ink)
    draw.rectangle((590, 940, 1010, 975), fill=ink)
    draw.line([(995, 470), (1150, 470), (1150, 800), (995, 800)], fill=ink, width=40, joint="curve")


def espresso(draw: Draw, ink: str, light: str) -> None:
    """An espresso machine: a wide body, a handle, two streams into a small cup."""
    draw.rounded_rectangle((400, 330, 1200, 520), 40, fill=ink)
    draw.rounded_rectangle((400, 330, 560, 980), 40, fill=ink)
    draw.rounded_rectangle((400, 890, 1200, 980), 30, fill=ink)
    for x in (620, 720, 820):
        draw.ellipse((x, 390, x + 60, 450), fill=light)
    draw.ellipse((1010, 370, 1130, 490), fill=light)
    draw.rectangle((760, 520, 960, 600), fill=light)
    draw.rounded_rectangle((960, 535, 1260, 585), 25, fill=ink)
    for x in (820, 890):
        draw.rectangle((x, 600, x + 14, 730), fill=ink)
    draw.rounded_rectangle((770, 730, 950, 890), 40, fill=light)
    draw.arc((900, 760, 1010, 860), 270, 90, fill=light, width=22)


def jug(draw: Draw, ink: str, light: str) -> None:
    """A clay jug: a round belly, a narrow neck, a handle, a painted band."""
    draw.ellipse((540, 460, 1060, 990), fill=ink)
    draw.polygon([(680, 520), (920, 520), (880, 320), (720, 320)], fill=ink)
    draw.polygon([(690, 330), (910, 330), (960, 260), (640, 260)], fill=ink)
    draw.arc((900, 320, 1180, 760), 270, 95, fill=ink, width=44)
    draw.rectangle((552, 660, 1048, 690), fill=light)
    for x in range(600, 1020, 90):
        draw.polygon([(x, 780), (x + 40, 710), (x + 80, 780)], fill=light)


def blender(draw: Draw, ink: str, light: str) -> None:
    """A blender: a glass on a base with a knob."""
    draw.polygon([(610, 290), (990, 290), (930, 720), (670, 720)], fill=light)
    draw.rounded_rectangle((600, 225, 1000, 295), 26, fill=ink)
    draw.polygon([(640, 480), (960, 480), (930, 720), (670, 720)], fill=ink)
    draw.line([(985, 360), (1110, 360), (1080, 640), (945, 640)], fill=light, width=34, joint="curve")
    draw.polygon([(650, 730), (950, 730), (1030, 980), (570, 980)], fill=ink)
    draw.ellipse((735, 795, 865, 925), fill=light)
    draw.line([(800, 860), (840, 820)], fill=ink, width=18)


def small_blender(draw: Draw, ink: str, light: str) -> None:
    """A blender for one: a drinking cup upside down on a short base."""
    draw.rounded_rectangle((640, 240, 960, 700), 110, fill=light)
    draw.rectangle((640, 560, 960, 700), fill=ink)
    draw.rectangle((660, 690, 940, 740), fill=ink)
    draw.rounded_rectangle((600, 750, 1000, 980), 60, fill=ink)
    draw.ellipse((750, 810, 850, 910), fill=light)
    for y in (330, 410, 490):
        draw.rectangle((860, y, 920, y + 12), fill=ink)


def stick_blender(draw: Draw, ink: str, light: str) -> None:
    """A hand blender, standing in a beaker."""
    draw.rounded_rectangle((720, 150, 880, 520), 76, fill=ink)
    draw.ellipse((770, 220, 830, 280), fill=light)
    draw.rectangle((770, 510, 830, 780), fill=ink)
    draw.pieslice((690, 740, 910, 920), 180, 360, fill=ink)
    draw.polygon(
        [(570, 640), (600, 640), (640, 960), (960, 960), (1000, 640), (1030, 640), (985, 990), (615, 990)], fill=light
    )
    draw.rectangle((640, 850, 960, 960), fill=light)


def frying_pan(draw: Draw, ink: str, light: str) -> None:
    """A frying pan from above, with an egg in it."""
    draw.line([(1020, 780), (1360, 960)], fill=ink, width=70)
    draw.ellipse((400, 260, 1140, 1000), fill=ink)
    draw.ellipse((460, 320, 1080, 940), outline=light, width=14)
    draw.ellipse((590, 480, 930, 790), fill=light)
    draw.ellipse((700, 560, 830, 690), fill="#E0A526")


def pressure_cooker(draw: Draw, ink: str, light: str) -> None:
    """A pressure cooker: a locked lid, a valve with steam, two grips."""
    draw.rounded_rectangle((480, 540, 1120, 980), 70, fill=ink)
    draw.rounded_rectangle((450, 480, 1150, 560), 36, fill=light)
    draw.pieslice((520, 380, 1080, 600), 180, 360, fill=ink)
    draw.rectangle((640, 320, 960, 370), fill=light)
    draw.rectangle((770, 350, 830, 400), fill=light)
    for x in (390, 1120):
        draw.rounded_rectangle((x, 620, x + 90, 700), 20, fill=ink)
    for n in range(3):
        draw.ellipse((920 + n * 40, 260 - n * 60, 990 + n * 46, 330 - n * 60), fill=light)


def lidded_pot(draw: Draw, ink: str, light: str) -> None:
    """A casserole with a lid."""
    draw.rounded_rectangle((430, 600, 1170, 960), 100, fill=ink)
    draw.pieslice((440, 430, 1160, 800), 180, 360, fill=light)
    draw.rectangle((410, 590, 1190, 640), fill=ink)
    draw.rounded_rectangle((740, 370, 860, 450), 34, fill=ink)
    for x in (330, 1160):
        draw.rounded_rectangle((x, 660, x + 110, 730), 34, fill=ink)


def griddle(draw: Draw, ink: str, light: str) -> None:
    """A comal with tortillas, from above."""
    draw.ellipse((370, 280, 1230, 1010), fill=ink)
    draw.ellipse((410, 320, 1190, 970), outline=light, width=10)
    for x, y in ((540, 420), (810, 400), (680, 660)):
        draw.ellipse((x, y, x + 250, y + 230), fill=light)
        for dx, dy in ((70, 60), (150, 90), (100, 150)):
            draw.ellipse((x + dx, y + dy, x + dx + 26, y + dy + 20), fill=ink)


def plates(draw: Draw, ink: str, light: str) -> None:
    """A set of dishes: a stack of plates and a cup."""
    for n in range(5):
        y = 900 - n * 44
        draw.ellipse((360, y - 30, 1000, y + 60), fill=ink if n % 2 == 0 else light)
    draw.ellipse((380, 660, 980, 760), fill=light)
    draw.ellipse((520, 685, 840, 735), fill=ink)
    draw.arc((1180, 690, 1330, 850), 270, 90, fill=ink, width=30)
    draw.rounded_rectangle((1020, 660, 1260, 940), 60, fill=ink)
    draw.ellipse((1020, 625, 1260, 695), fill=light)


def deep_plates(draw: Draw, ink: str, light: str) -> None:
    """Deep plates: two bowls, one in the other, and a spoon."""
    draw.line([(1180, 330), (1080, 900)], fill=light, width=26)
    draw.ellipse((1120, 240, 1250, 420), fill=light)
    draw.pieslice((380, 420, 1060, 1000), 0, 180, fill=ink)
    draw.ellipse((380, 640, 1060, 780), fill=light)
    draw.pieslice((440, 330, 1000, 840), 0, 180, fill=ink)
    draw.ellipse((440, 520, 1000, 640), fill=light)
    draw.ellipse((510, 545, 930, 620), fill=ink)


def thermos(draw: Draw, ink: str, light: str) -> None:
    """A thermos: a tall cylinder, a screwed cap, a strap."""
    draw.arc((880, 330, 1120, 800), 290, 70, fill=light, width=26)
    draw.rounded_rectangle((660, 380, 940, 990), 60, fill=ink)
    draw.rounded_rectangle((690, 230, 910, 380), 40, fill=light)
    draw.rectangle((660, 430, 940, 452), fill=light)
    draw.rounded_rectangle((700, 520, 740, 900), 20, fill=light)


def thermos_cup(draw: Draw, ink: str, light: str) -> None:
    """A thermos with its cup beside it."""
    draw.rounded_rectangle((560, 350, 840, 990), 60, fill=ink)
    draw.rounded_rectangle((590, 230, 810, 350), 36, fill=light)
    draw.rectangle((560, 640, 840, 664), fill=light)
    draw.rounded_rectangle((930, 720, 1170, 985), 50, fill=light)
    draw.ellipse((950, 700, 1150, 750), fill=ink)
    draw.arc((1120, 770, 1240, 920), 270, 90, fill=light, width=26)


def tumbler(draw: Draw, ink: str, light: str) -> None:
    """A cup for the road: wider above, a lid, a straw."""
    draw.line([(860, 130), (820, 380)], fill=light, width=26)
    draw.polygon([(570, 360), (1030, 360), (950, 990), (650, 990)], fill=ink)
    draw.rounded_rectangle((545, 290, 1055, 375), 36, fill=light)
    draw.polygon([(592, 520), (1008, 520), (980, 740), (620, 740)], fill=light)


def coffee_bag(draw: Draw, ink: str, light: str) -> None:
    """A bag of coffee with a bean on its label."""
    draw.polygon([(560, 360), (1040, 360), (1080, 980), (520, 980)], fill=ink)
    draw.rectangle((560, 260, 1040, 350), fill=light)
    draw.line([(560, 355), (1040, 355)], fill=ink, width=14)
    draw.rounded_rectangle((620, 520, 980, 860), 30, fill=light)
    draw.ellipse((700, 570, 900, 810), fill=ink)
    draw.arc((700, 540, 860, 850), 300, 60, fill=light, width=20)


def honey_jar(draw: Draw, ink: str, light: str) -> None:
    """A jar of honey with a comb on it, and a dipper."""
    draw.line([(1080, 260), (960, 520)], fill=light, width=24)
    draw.rounded_rectangle((540, 440, 1060, 980), 110, fill=ink)
    draw.rounded_rectangle((570, 330, 1030, 450), 30, fill=light)
    for x, y in ((740, 640), (860, 640), (800, 744), (680, 744), (920, 744), (740, 848), (860, 848)):
        draw.regular_polygon((x, y, 58), 6, fill=light)
