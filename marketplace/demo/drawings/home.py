"""Drawings of yarn and cloth, clay and wax, tools, paint and the garden."""

from __future__ import annotations

from PIL import ImageDraw

Draw = ImageDraw.ImageDraw


def yarn_ball(draw: Draw, ink: str, light: str) -> None:
    """A ball of yarn, its thread running off."""
    draw.line([(1040, 880), (1180, 960), (1400, 920)], fill=ink, width=18, joint="curve")
    draw.ellipse((480, 340, 1100, 960), fill=ink)
    for n in range(5):
        draw.arc((500 + n * 60, 300 + n * 20, 1140 + n * 40, 1000), 130, 235, fill=light, width=12)
        draw.arc((440, 360 + n * 70, 1060, 1080 + n * 60), 225, 310, fill=light, width=12)


def skein(draw: Draw, ink: str, light: str) -> None:
    """A twisted hank with a paper band."""
    for n in range(6):
        y = 520 + n * 60
        draw.line([(380, y + 60), (620, y - 40), (980, y + 60), (1220, y - 40)], fill=ink, width=52, joint="curve")
    for n in range(5):
        y = 550 + n * 60
        draw.line([(380, y + 60), (620, y - 40), (980, y + 60), (1220, y - 40)], fill=light, width=8, joint="curve")
    draw.rounded_rectangle((700, 400, 900, 960), 20, fill=light)
    draw.ellipse((750, 620, 850, 720), fill=ink)


def two_balls(draw: Draw, ink: str, light: str) -> None:
    """Two balls of cotton and a needle through them."""
    draw.line([(420, 330), (1180, 900)], fill=light, width=22)
    for x, y in ((400, 540), (780, 460)):
        draw.ellipse((x, y, x + 420, y + 420), fill=ink)
        for n in range(4):
            draw.arc((x + 40 + n * 40, y, x + 420, y + 420), 140, 230, fill=light, width=10)


def cone(draw: Draw, ink: str, light: str) -> None:
    """A cone of fine wool."""
    draw.polygon([(720, 280), (880, 280), (1080, 900), (520, 900)], fill=ink)
    draw.polygon([(750, 200), (850, 200), (880, 290), (720, 290)], fill=light)
    draw.ellipse((500, 860, 1100, 970), fill=light)
    for n in range(7):
        y = 340 + n * 78
        draw.line([(705 - n * 25, y + 30), (895 + n * 25, y - 10)], fill=light, width=9)


def cloth_bolt(draw: Draw, ink: str, light: str) -> None:
    """A bolt of cloth, its end unrolled."""
    draw.polygon([(480, 520), (1120, 520), (1240, 980), (360, 980)], fill=ink)
    draw.rounded_rectangle((420, 340, 1180, 560), 110, fill=ink)
    draw.ellipse((1080, 345, 1240, 555), fill=light)
    draw.arc((1115, 395, 1205, 505), 0, 300, fill=ink, width=14)
    for n in range(4):
        y = 640 + n * 90
        draw.line([(450 - n * 20, y), (1150 + n * 22, y)], fill=light, width=8)


def folded_cloth(draw: Draw, ink: str, light: str) -> None:
    """Folded lengths of cloth, one on the other."""
    for n in range(4):
        y = 820 - n * 130
        draw.rounded_rectangle((420, y, 1180, y + 120), 50, fill=ink if n % 2 == 0 else light)
        draw.arc((1080, y + 10, 1180, y + 110), 270, 90, fill=light if n % 2 == 0 else ink, width=10)


def hooks(draw: Draw, ink: str, light: str) -> None:
    """Crochet hooks in a row."""
    for n in range(5):
        x = 480 + n * 150
        draw.rounded_rectangle((x, 300 + n * 20, x + 34, 980), 17, fill=ink if n % 2 == 0 else light)
        draw.arc((x - 30, 250 + n * 20, x + 34, 330 + n * 20), 160, 360, fill=ink if n % 2 == 0 else light, width=22)
        draw.rounded_rectangle((x - 8, 640, x + 42, 800), 20, fill=light if n % 2 == 0 else ink)


def circular_needles(draw: Draw, ink: str, light: str) -> None:
    """Two needles on a cable."""
    draw.arc((460, 260, 1140, 980), 150, 30, fill=light, width=18)
    draw.line([(505, 800), (640, 980)], fill=ink, width=34)
    draw.line([(1095, 800), (960, 980)], fill=ink, width=34)
    draw.polygon([(620, 960), (660, 940), (690, 1040)], fill=ink)
    draw.polygon([(980, 960), (940, 940), (910, 1040)], fill=ink)


def blanket(draw: Draw, ink: str, light: str) -> None:
    """A folded blanket with stripes and fringes."""
    draw.rounded_rectangle((400, 440, 1200, 900), 50, fill=ink)
    for y in (520, 560, 760, 800):
        draw.rectangle((400, y, 1200, y + 20), fill=light)
    for x in range(410, 1200, 36):
        draw.line([(x, 900), (x, 980)], fill=ink, width=10)


def throw(draw: Draw, ink: str, light: str) -> None:
    """A knitted throw over the back of a chair."""
    draw.line([(460, 980), (460, 330), (1140, 330), (1140, 980)], fill=light, width=40)
    draw.polygon([(520, 320), (1080, 320), (1050, 840), (560, 900)], fill=ink)
    for y in range(380, 830, 60):
        for x in range(570, 1040, 60):
            draw.line([(x, y), (x + 20, y + 28), (x + 40, y)], fill=light, width=8)


def shawl(draw: Draw, ink: str, light: str) -> None:
    """A rebozo laid in a point, with long fringes."""
    draw.polygon([(340, 380), (1260, 380), (800, 900)], fill=ink)
    for n in range(4):
        draw.line(
            [(430 + n * 70, 430 + n * 20), (800, 830 - n * 80), (1170 - n * 70, 430 + n * 20)], fill=light, width=12
        )
    for n in range(13):
        x = 370 + n * 72
        y = 410 + (460 if n == 6 else (n if n < 6 else 12 - n) * 78)
        draw.line([(x, y), (x, y + 110)], fill=ink, width=10)


def drill(draw: Draw, ink: str, light: str) -> None:
    """A drill with its battery."""
    draw.rounded_rectangle((420, 380, 960, 570), 70, fill=ink)
    draw.polygon([(960, 400), (1080, 440), (1080, 510), (960, 550)], fill=light)
    draw.line([(1080, 475), (1300, 475)], fill=light, width=24)
    draw.polygon([(520, 560), (700, 560), (640, 860), (470, 860)], fill=ink)
    draw.rounded_rectangle((410, 850, 720, 970), 30, fill=light)
    draw.rounded_rectangle((700, 590, 750, 680), 20, fill=light)


def hammer_drill(draw: Draw, ink: str, light: str) -> None:
    """A corded drill with a second grip."""
    draw.rounded_rectangle((430, 400, 1000, 580), 60, fill=ink)
    draw.rectangle((1000, 440, 1090, 540), fill=light)
    draw.line([(1090, 490), (1330, 490)], fill=light, width=18)
    draw.polygon([(440, 560), (610, 560), (570, 860), (430, 860)], fill=ink)
    draw.rounded_rectangle((860, 570, 940, 830), 34, fill=light)
    draw.line([(490, 860), (480, 960), (320, 990)], fill=light, width=22, joint="curve")
    for x in (540, 600, 660):
        draw.rectangle((x, 440, x + 24, 520), fill=light)


def jigsaw(draw: Draw, ink: str, light: str) -> None:
    """A jigsaw on its shoe, the blade below."""
    draw.rounded_rectangle((480, 420, 1090, 680), 90, fill=ink)
    draw.rounded_rectangle((560, 280, 980, 380), 46, fill=ink)
    draw.rectangle((580, 340, 640, 460), fill=ink)
    draw.rectangle((900, 340, 960, 460), fill=ink)
    draw.rectangle((440, 690, 1180, 740), fill=light)
    draw.polygon([(1020, 740), (1070, 740), (1060, 960), (1040, 980)], fill=light)
    for y in range(760, 950, 40):
        draw.polygon([(1020, y), (990, y + 20), (1022, y + 36)], fill=light)


def table_saw(draw: Draw, ink: str, light: str) -> None:
    """A table saw: half a blade above a bench."""
    draw.pieslice((620, 330, 980, 900), 180, 360, fill=light)
    draw.ellipse((770, 560, 830, 620), fill=ink)
    draw.rectangle((340, 610, 1260, 700), fill=ink)
    for x in (430, 1090):
        draw.polygon([(x, 700), (x + 80, 700), (x + 60, 990), (x + 20, 990)], fill=ink)
    draw.rectangle((450, 850, 1150, 880), fill=ink)
    draw.rectangle((1040, 540, 1230, 610), fill=light)


def mallet(draw: Draw, ink: str, light: str) -> None:
    """A rubber mallet."""
    draw.rounded_rectangle((760, 420, 840, 990), 34, fill=light)
    draw.rounded_rectangle((540, 260, 1060, 520), 60, fill=ink)
    for x in (570, 1000):
        draw.rectangle((x, 262, x + 18, 518), fill=light)


def ball_hammer(draw: Draw, ink: str, light: str) -> None:
    """A ball-peen hammer: one end flat, one round."""
    draw.rounded_rectangle((760, 380, 840, 990), 34, fill=light)
    draw.rectangle((600, 320, 960, 450), fill=ink)
    draw.rectangle((500, 290, 620, 480), fill=ink)
    draw.ellipse((920, 285, 1120, 485), fill=ink)


def sockets(draw: Draw, ink: str, light: str) -> None:
    """A socket set: rings of several sizes and a ratchet."""
    draw.rounded_rectangle((330, 330, 1270, 960), 40, fill=ink)
    for n in range(6):
        r = 34 + n * 8
        x = 410 + n * 150
        draw.ellipse((x - r + 30, 450 - r, x + r + 30, 450 + r), fill=light)
        draw.regular_polygon((x + 30, 450, r // 2), 6, fill=ink)
    draw.rounded_rectangle((420, 700, 1000, 770), 34, fill=light)
    draw.ellipse((960, 640, 1150, 830), fill=light)
    draw.rectangle((1030, 710, 1080, 760), fill=ink)


def screwdrivers(draw: Draw, ink: str, light: str) -> None:
    """Screwdrivers, side by side."""
    for n in range(4):
        x = 480 + n * 180
        draw.rounded_rectangle((x, 290, x + 110, 610), 44, fill=ink)
        draw.rectangle((x + 40, 330, x + 52, 570), fill=light)
        draw.rectangle((x + 42, 610, x + 68, 920), fill=light)
        draw.polygon([(x + 30, 900), (x + 80, 900), (x + 66, 980), (x + 44, 980)], fill=light)


def straight_ladder(draw: Draw, ink: str, light: str) -> None:
    """A telescopic ladder: two rails that thin out upwards."""
    for x, top in ((600, 620), (1000, 980)):
        draw.line([(x, 1000), (top, 180)], fill=ink, width=46)
    for n in range(7):
        y = 260 + n * 110
        draw.rectangle((612, y, 992, y + 34), fill=light)
    for n in range(3):
        y = 380 + n * 240
        draw.rectangle((585, y, 650, y + 40), fill=light)
        draw.rectangle((955, y, 1020, y + 40), fill=light)


def step_stool(draw: Draw, ink: str, light: str) -> None:
    """A folding stool of two steps."""
    draw.rounded_rectangle((560, 420, 1060, 500), 20, fill=light)
    draw.rounded_rectangle((440, 700, 960, 780), 20, fill=light)
    draw.line([(600, 500), (440, 990)], fill=ink, width=40)
    draw.line([(1020, 500), (1160, 990)], fill=ink, width=40)
    draw.arc((620, 220, 1000, 640), 180, 360, fill=ink, width=36)


def paint_can(draw: Draw, ink: str, light: str) -> None:
    """A can of paint, running over, and a brush."""
    draw.arc((520, 200, 1000, 760), 180, 360, fill=light, width=18)
    draw.rectangle((500, 460, 1020, 960), fill=light)
    draw.ellipse((500, 410, 1020, 520), fill=ink)
    for x, long in ((520, 200), (620, 320), (740, 150), (850, 260)):
        draw.rounded_rectangle((x, 460, x + 80, 460 + long), 36, fill=ink)
    draw.rounded_rectangle((1120, 300, 1180, 640), 26, fill=light)
    draw.rectangle((1090, 640, 1210, 700), fill=ink)
    draw.polygon([(1095, 700), (1205, 700), (1190, 860), (1110, 860)], fill=ink)


def bucket(draw: Draw, ink: str, light: str) -> None:
    """A bucket of roof coating with a roller."""
    draw.polygon([(470, 480), (950, 480), (900, 980), (520, 980)], fill=ink)
    draw.ellipse((460, 430, 960, 540), fill=light)
    draw.rectangle((540, 650, 890, 840), fill=light)
    draw.line([(1130, 980), (1130, 640), (1260, 640), (1260, 500)], fill=ink, width=22, joint="curve")
    draw.rounded_rectangle((1030, 400, 1330, 510), 40, fill=light)


def small_can(draw: Draw, ink: str, light: str) -> None:
    """A small can of enamel with its lid open."""
    draw.rectangle((580, 520, 1020, 970), fill=light)
    draw.ellipse((580, 930, 1020, 1010), fill=light)
    draw.ellipse((580, 475, 1020, 565), fill=ink)
    draw.rectangle((580, 660, 1020, 850), fill=ink)
    draw.ellipse((930, 330, 1280, 420), fill=light)
    draw.ellipse((965, 345, 1245, 405), fill=ink)


def clay_pot(draw: Draw, ink: str, light: str) -> None:
    """A clay cooking pot with two ears and a painted rim."""
    draw.ellipse((440, 400, 1160, 990), fill=ink)
    draw.rectangle((520, 360, 1080, 480), fill=ink)
    draw.ellipse((500, 320, 1100, 430), fill=light)
    draw.ellipse((550, 340, 1050, 410), fill=ink)
    for box in ((380, 500, 520, 680), (1080, 500, 1220, 680)):
        draw.ellipse(box, outline=ink, width=34)
    for x in range(560, 1080, 110):
        draw.ellipse((x, 600, x + 44, 644), fill=light)


def casserole(draw: Draw, ink: str, light: str) -> None:
    """A wide clay dish with mole in it."""
    draw.pieslice((340, 300, 1260, 1060), 0, 180, fill=ink)
    draw.ellipse((340, 590, 1260, 780), fill=light)
    draw.ellipse((400, 615, 1200, 755), fill="#5B2A1A")
    for x, y in ((600, 660), (800, 700), (1000, 655)):
        draw.ellipse((x, y, x + 60, y + 30), fill=light)
    for box in ((280, 640, 400, 740), (1200, 640, 1320, 740)):
        draw.rounded_rectangle(box, 40, fill=ink)


def vase(draw: Draw, ink: str, light: str) -> None:
    """A tall vase with an open-work belly."""
    draw.polygon([(720, 250), (880, 250), (860, 420), (740, 420)], fill=ink)
    draw.ellipse((690, 220, 910, 280), fill=ink)
    draw.ellipse((560, 390, 1040, 940), fill=ink)
    draw.rectangle((680, 900, 920, 990), fill=ink)
    for x, y in ((680, 560), (800, 520), (920, 560), (740, 680), (860, 680)):
        draw.regular_polygon((x, y, 40), 4, fill=light)
    draw.ellipse((735, 235, 865, 265), fill=light)


def pillar_candle(draw: Draw, ink: str, light: str) -> None:
    """A candle of beeswax, rolled, with a flame."""
    draw.polygon([(800, 170), (868, 320), (800, 392), (732, 320)], fill="#E0A526")
    draw.line([(800, 390), (800, 450)], fill=ink, width=14)
    draw.rounded_rectangle((640, 450, 960, 985), 40, fill=ink)
    for y in range(500, 960, 70):
        for x in range(680, 950, 80):
            draw.regular_polygon((x, y, 26), 6, outline=light)


def jar_candle(draw: Draw, ink: str, light: str) -> None:
    """A candle in a glass, with a label."""
    draw.polygon([(800, 290), (850, 400), (800, 460), (750, 400)], fill="#E0A526")
    draw.line([(800, 450), (800, 560)], fill=ink, width=12)
    draw.rounded_rectangle((560, 480, 1040, 985), 60, outline=light, width=26)
    draw.rounded_rectangle((586, 570, 1014, 960), 40, fill=ink)
    draw.rectangle((640, 680, 960, 860), fill=light)
    draw.line([(700, 770), (900, 770)], fill=ink, width=16)


def hanging_pot(draw: Draw, ink: str, light: str) -> None:
    """A hanging planter, leaves falling over its rim."""
    draw.ellipse((775, 140, 825, 190), outline=light, width=14)
    for x in (560, 1040):
        draw.line([(800, 180), (x, 560)], fill=light, width=14)
    draw.pieslice((520, 330, 1080, 860), 0, 180, fill=ink)
    draw.rectangle((500, 560, 1100, 620), fill=ink)
    for x, long in ((540, 260), (640, 180), (960, 200), (1050, 300)):
        draw.line([(x, 590), (x - 20, 590 + long)], fill="#3C7A45", width=14)
        for n in range(long // 60):
            draw.ellipse((x - 54, 640 + n * 60, x + 6, 680 + n * 60), fill="#3C7A45")


def smart_pot(draw: Draw, ink: str, light: str) -> None:
    """A self-watering pot: a plant above, a gauge below."""
    for tip in ((620, 260), (800, 190), (980, 260)):
        draw.polygon([(800, 620), (tip[0] - 60, tip[1] + 90), tip, (tip[0] + 60, tip[1] + 90)], fill="#3C7A45")
    draw.rounded_rectangle((560, 600, 1040, 985), 50, fill=ink)
    draw.rounded_rectangle((940, 680, 990, 920), 24, fill=light)
    draw.rounded_rectangle((946, 800, 984, 914), 18, fill="#1D5F8A")


def drip_kit(draw: Draw, ink: str, light: str) -> None:
    """Drip irrigation: a pipe with drippers over seedlings."""
    draw.line([(330, 420), (1270, 420)], fill=ink, width=40)
    for n in range(4):
        x = 430 + n * 240
        draw.line([(x, 430), (x, 560)], fill=ink, width=18)
        draw.polygon([(x, 570), (x + 34, 650), (x - 34, 650)], fill="#1D5F8A")
        draw.ellipse((x - 34, 620, x + 34, 690), fill="#1D5F8A")
        draw.line([(x, 980), (x, 820)], fill="#3C7A45", width=14)
        draw.ellipse((x - 80, 760, x, 830), fill="#3C7A45")
        draw.ellipse((x, 740, x + 80, 810), fill="#3C7A45")
    draw.rectangle((330, 970, 1270, 1000), fill=light)


def small_grill(draw: Draw, ink: str, light: str) -> None:
    """A table grill with its lid beside it."""
    draw.rounded_rectangle((390, 600, 1010, 860), 40, fill=ink)
    for x in range(430, 990, 66):
        draw.line([(x, 540), (x, 600)], fill=light, width=18)
    draw.rectangle((380, 530, 1020, 560), fill=light)
    for x in (460, 900):
        draw.rectangle((x, 860, x + 40, 960), fill=ink)
    draw.pieslice((1010, 520, 1350, 1000), 180, 360, fill=ink)
    draw.rounded_rectangle((1130, 460, 1230, 510), 22, fill=light)
