"""Drawings of sport, stationery, the office, pets and toys."""

from __future__ import annotations

from PIL import ImageDraw

Draw = ImageDraw.ImageDraw


def mountain_bike(draw: Draw, ink: str, light: str) -> None:
    """A mountain bike with knobby tyres and a straight bar."""
    for x in (300, 860):
        draw.ellipse((x, 520, x + 430, 950), outline=ink, width=56)
        for n in range(12):
            draw.arc((x - 12, 508, x + 442, 962), n * 30, n * 30 + 12, fill=ink, width=22)
        draw.ellipse((x + 190, 710, x + 240, 760), fill=ink)
    draw.line([(515, 735), (760, 740), (980, 480), (680, 480), (515, 735)], fill=light, width=40, joint="curve")
    draw.line([(760, 740), (650, 410)], fill=light, width=34)
    draw.line([(1075, 735), (960, 390)], fill=light, width=36)
    draw.line([(880, 380), (1060, 400)], fill=ink, width=34)
    draw.rounded_rectangle((570, 385, 740, 425), 20, fill=ink)


def kids_bike(draw: Draw, ink: str, light: str) -> None:
    """A small bicycle with training wheels and a basket."""
    for x in (420, 880):
        draw.ellipse((x, 600, x + 340, 940), outline=ink, width=40)
    draw.ellipse((520, 830, 640, 950), outline=light, width=22)
    draw.line([(590, 770), (820, 780), (980, 540), (600, 560), (590, 770)], fill=light, width=34, joint="curve")
    draw.line([(1050, 770), (960, 430)], fill=light, width=30)
    draw.rounded_rectangle((520, 470, 700, 520), 24, fill=ink)
    draw.rounded_rectangle((960, 430, 1180, 580), 30, fill=ink)
    for x in (1010, 1070, 1130):
        draw.line([(x, 430), (x, 580)], fill=light, width=8)
    draw.line([(860, 420), (980, 430)], fill=ink, width=30)


def football(draw: Draw, ink: str, light: str) -> None:
    """A football: dark patches on a light ball."""
    draw.ellipse((480, 300, 1120, 940), fill=light, outline=ink, width=14)
    draw.regular_polygon((800, 620, 130), 5, fill=ink)
    for x, y in ((800, 340), (1075, 535), (970, 865), (630, 865), (525, 535)):
        draw.regular_polygon((x, y, 84), 5, rotation=36, fill=ink)
        draw.line([(800, 620), (x, y)], fill=ink, width=10)


def basketball(draw: Draw, ink: str, light: str) -> None:
    """A basketball with its seams."""
    draw.ellipse((480, 300, 1120, 940), fill=ink)
    draw.line([(800, 300), (800, 940)], fill=light, width=12)
    draw.line([(480, 620), (1120, 620)], fill=light, width=12)
    draw.arc((180, 300, 700, 940), 312, 48, fill=light, width=12)
    draw.arc((900, 300, 1420, 940), 132, 228, fill=light, width=12)


def kettlebell(draw: Draw, ink: str, light: str) -> None:
    """A kettlebell."""
    draw.arc((600, 260, 1000, 760), 170, 10, fill=ink, width=70)
    draw.ellipse((510, 480, 1090, 1000), fill=ink)
    draw.ellipse((680, 640, 920, 860), fill=light)


def discs(draw: Draw, ink: str, light: str) -> None:
    """Weight discs leaning on each other."""
    for x, r in ((560, 260), (800, 210), (1010, 160), (1170, 110)):
        draw.ellipse((x - r, 980 - 2 * r, x + r, 980), fill=ink, outline=light, width=14)
        draw.ellipse((x - 34, 946 - r, x + 34, 1014 - r), fill=light)


def beach_shelter(draw: Draw, ink: str, light: str) -> None:
    """A beach shelter: an open half dome on sand, and the sun."""
    draw.ellipse((1120, 180, 1300, 360), fill="#E0A526")
    draw.pieslice((340, 360, 1200, 1420), 180, 360, fill=ink)
    draw.polygon([(560, 900), (780, 450), (1010, 900)], fill=light)
    for x in (340, 1200):
        draw.line([(x, 890), (x + (60 if x > 800 else -60), 960)], fill=light, width=16)


def cork_mat(draw: Draw, ink: str, light: str) -> None:
    """A cork mat, rolled halfway, with its grain."""
    draw.polygon([(340, 980), (1050, 980), (1150, 700), (480, 700)], fill=ink)
    for n in range(26):
        x, y = 430 + n * 97 % 600, 730 + n * 53 % 220
        draw.ellipse((x, y, x + 22, y + 12), fill=light)
    draw.rounded_rectangle((430, 520, 1200, 720), 100, fill=ink)
    draw.ellipse((1110, 530, 1290, 710), fill=light)
    draw.arc((1145, 565, 1255, 675), 0, 300, fill=ink, width=14)


def spiral_book(draw: Draw, ink: str, light: str) -> None:
    """A notebook on a spiral."""
    draw.rounded_rectangle((540, 300, 1100, 980), 20, fill=ink)
    draw.rounded_rectangle((660, 400, 1020, 560), 12, fill=light)
    for y in range(340, 960, 62):
        draw.arc((490, y, 590, y + 44), 60, 330, fill=light, width=12)
        draw.ellipse((566, y + 12, 590, y + 36), fill=light)


def dotted_book(draw: Draw, ink: str, light: str) -> None:
    """An open book of dots, with a ribbon."""
    draw.polygon([(320, 400), (790, 440), (790, 960), (320, 920)], fill=light, outline=ink, width=14)
    draw.polygon([(1280, 400), (810, 440), (810, 960), (1280, 920)], fill=light, outline=ink, width=14)
    for row in range(7):
        for column in range(6):
            for x in (380 + column * 68, 860 + column * 68):
                draw.ellipse((x, 500 + row * 60, x + 12, 512 + row * 60), fill=ink)
    draw.polygon([(780, 440), (830, 440), (830, 1060), (805, 1020), (780, 1060)], fill=ink)


def fountain_pen(draw: Draw, ink: str, light: str) -> None:
    """A fountain pen writing a line."""
    draw.polygon([(560, 760), (1080, 240), (1190, 350), (670, 870)], fill=ink)
    draw.polygon([(560, 760), (670, 870), (470, 960)], fill=light)
    draw.line([(470, 960), (590, 840)], fill=ink, width=10)
    draw.line([(470, 965), (700, 990), (900, 950), (1150, 985)], fill=ink, width=12, joint="curve")
    draw.line([(930, 390), (1040, 500)], fill=light, width=18)


def colour_pencils(draw: Draw, ink: str, light: str) -> None:
    """Pencils of six colours in a fan."""
    for n, colour in enumerate(("#B3261E", "#E0A526", "#1F6B57", "#1D5F8A", "#5A3E8C", "#C2186B")):
        x, top = 440 + n * 125, 360 + abs(5 - 2 * n) * 14
        draw.rectangle((x, top + 120, x + 90, 980), fill=colour)
        draw.polygon([(x, top + 120), (x + 90, top + 120), (x + 45, top)], fill=light)
        draw.polygon([(x + 30, top + 40), (x + 60, top + 40), (x + 45, top)], fill=colour)


def laptop_bag(draw: Draw, ink: str, light: str) -> None:
    """A square backpack for a laptop, with straps and a handle."""
    draw.arc((700, 200, 900, 420), 180, 360, fill=ink, width=30)
    draw.rounded_rectangle((500, 310, 1100, 980), 70, fill=ink)
    draw.line([(500, 470), (1100, 470)], fill=light, width=12)
    draw.rounded_rectangle((590, 600, 1010, 860), 20, outline=light, width=16)
    draw.rounded_rectangle((760, 690, 840, 740), 12, fill=light)


def laser_printer(draw: Draw, ink: str, light: str) -> None:
    """A laser printer: a box, a slot, a sheet on top, a drawer."""
    draw.rounded_rectangle((420, 420, 1180, 960), 40, fill=ink)
    draw.polygon([(560, 430), (1040, 430), (1000, 280), (600, 280)], fill=light)
    draw.rectangle((520, 470, 1080, 500), fill=light)
    draw.line([(440, 760), (1160, 760)], fill=light, width=12)
    draw.rounded_rectangle((740, 840, 860, 880), 18, fill=light)
    draw.rounded_rectangle((980, 560, 1120, 660), 14, fill=light)


def mesh_chair(draw: Draw, ink: str, light: str) -> None:
    """An ergonomic chair: a net for the back, a headrest, arms."""
    draw.rounded_rectangle((660, 160, 940, 240), 36, fill=ink)
    draw.rounded_rectangle((590, 270, 1010, 640), 70, outline=ink, width=30)
    for x in range(650, 980, 60):
        draw.line([(x, 300), (x, 620)], fill=ink, width=6)
    for y in range(340, 620, 60):
        draw.line([(615, y), (985, y)], fill=ink, width=6)
    draw.rounded_rectangle((540, 680, 1060, 760), 40, fill=ink)
    for x in (500, 1040):
        draw.rounded_rectangle((x, 520, x + 60, 700), 24, fill=light)
    draw.rectangle((780, 760, 820, 910), fill=light)
    draw.line([(560, 990), (800, 910), (1040, 990)], fill=light, width=34)


def cat_bed(draw: Draw, ink: str, light: str) -> None:
    """A cat's cave: a round house with ears."""
    draw.polygon([(540, 480), (600, 260), (740, 400)], fill=ink)
    draw.polygon([(1060, 480), (1000, 260), (860, 400)], fill=ink)
    draw.rounded_rectangle((460, 380, 1140, 980), 260, fill=ink)
    draw.ellipse((610, 560, 990, 940), fill=light)
    draw.ellipse((690, 800, 910, 920), fill=ink)


def double_bowl(draw: Draw, ink: str, light: str) -> None:
    """Two bowls on a stand."""
    draw.rounded_rectangle((340, 700, 1260, 780), 30, fill=ink)
    for x in (420, 1120):
        draw.rectangle((x, 780, x + 60, 970), fill=ink)
    for x in (400, 840):
        draw.pieslice((x, 560, x + 360, 900), 0, 180, fill=light)
        draw.ellipse((x, 670, x + 360, 780), fill=light, outline=ink, width=12)
    for x in range(470, 700, 60):
        draw.ellipse((x, 690, x + 44, 730), fill=ink)


def slow_bowl(draw: Draw, ink: str, light: str) -> None:
    """A slow feeder: a maze in a bowl, from above."""
    draw.ellipse((440, 290, 1160, 1000), fill=ink)
    for n, (a, b) in enumerate(((20, 250), (120, 350), (220, 450))):
        r = 290 - n * 95
        draw.arc((800 - r, 645 - r, 800 + r, 645 + r), a, b, fill=light, width=40)
    draw.ellipse((760, 605, 840, 685), fill=light)


def magnet_tiles(draw: Draw, ink: str, light: str) -> None:
    """Magnetic tiles that make a house."""
    for x in (460, 740, 1020):
        draw.rectangle((x, 660, x + 240, 900), fill=ink if x != 740 else light, outline=ink, width=14)
    draw.polygon([(460, 640), (700, 640), (580, 430)], fill=light, outline=ink, width=14)
    draw.polygon([(740, 640), (980, 640), (860, 430)], fill=ink)
    draw.polygon([(1020, 640), (1260, 640), (1140, 430)], fill=light, outline=ink, width=14)


def wooden_puzzle(draw: Draw, ink: str, light: str) -> None:
    """A wooden puzzle of shapes to be put into a board."""
    draw.rounded_rectangle((380, 340, 1220, 960), 40, fill=ink)
    draw.ellipse((450, 410, 670, 630), fill=light)
    draw.rectangle((710, 420, 900, 620), fill=light)
    draw.regular_polygon((1060, 540, 120), 3, fill=light)
    draw.regular_polygon((560, 800, 110), 5, fill=light)
    draw.regular_polygon((800, 800, 110), 6, fill=light)
    draw.regular_polygon((1050, 800, 110), 4, fill=light)


def board_game(draw: Draw, ink: str, light: str) -> None:
    """A board with a path, a die and two pawns."""
    draw.polygon([(320, 940), (1280, 940), (1120, 560), (480, 560)], fill=ink)
    for n in range(8):
        x, y = 470 + n * 84, 860 - (n % 4) * 62
        draw.ellipse((x, y, x + 60, y + 40), fill=light)
    draw.rounded_rectangle((980, 400, 1160, 580), 30, fill=light, outline=ink, width=10)
    for x, y in ((1020, 440), (1066, 486), (1110, 530)):
        draw.ellipse((x - 14, y - 14, x + 14, y + 14), fill=ink)
    for x, fill in ((560, light), (740, "#E0A526")):
        draw.ellipse((x, 360, x + 100, 460), fill=fill, outline=ink, width=8)
        draw.polygon([(x + 50, 430), (x + 120, 680), (x - 20, 680)], fill=fill, outline=ink, width=8)


def lottery(draw: Draw, ink: str, light: str) -> None:
    """A lotería card: sun, star, moon and heart, with beans on it."""
    draw.rounded_rectangle((480, 260, 1120, 1000), 24, fill=light, outline=ink, width=16)
    for n in range(9):
        x, y = 510 + (n % 3) * 198, 290 + (n // 3) * 235
        draw.rectangle((x, y, x + 184, y + 215), outline=ink, width=8)
    draw.ellipse((560, 350, 650, 440), fill="#E0A526")
    draw.regular_polygon((800, 395, 62), 5, fill=ink)
    draw.pieslice((950, 345, 1060, 455), 60, 300, fill=ink)
    for x in (560, 610):
        draw.ellipse((x, 590, x + 60, 650), fill="#B3261E")
    draw.polygon([(562, 632), (668, 632), (615, 710)], fill="#B3261E")
    draw.rectangle((770, 570, 830, 710), fill=ink)
    for x, y in ((970, 610), (590, 860), (980, 850), (800, 880)):
        draw.ellipse((x, y, x + 60, y + 40), fill=ink)


def xolo(draw: Draw, ink: str, light: str) -> None:
    """A hairless dog, sitting, with large ears."""
    draw.ellipse((560, 560, 960, 1000), fill=ink)
    draw.polygon([(680, 620), (820, 360), (980, 420), (940, 700)], fill=ink)
    draw.polygon([(800, 330), (740, 120), (900, 300)], fill=ink)
    draw.polygon([(900, 320), (980, 130), (1000, 360)], fill=ink)
    draw.polygon([(820, 340), (1000, 340), (1180, 470), (1160, 530), (860, 540)], fill=ink)
    draw.ellipse((1130, 455, 1190, 510), fill=light)
    draw.ellipse((930, 390, 966, 426), fill=light)
    draw.rectangle((850, 800, 930, 1000), fill=ink)
    draw.arc((420, 700, 640, 960), 90, 250, fill=ink, width=34)
    draw.line([(800, 590), (960, 600)], fill=light, width=26)


def quetzal(draw: Draw, ink: str, light: str) -> None:
    """A quetzal on a branch, with its long tail."""
    draw.line([(420, 720), (1180, 660)], fill="#6B4A2A", width=34)
    draw.polygon([(700, 640), (640, 1060), (700, 1040), (760, 1070), (800, 660)], fill=ink)
    draw.ellipse((640, 360, 960, 740), fill=ink)
    draw.pieslice((740, 470, 960, 730), 320, 140, fill="#B3261E")
    draw.ellipse((780, 220, 1010, 440), fill=ink)
    draw.polygon([(1000, 310), (1080, 340), (996, 372)], fill="#E0A526")
    draw.ellipse((905, 290, 945, 330), fill=light)
    for n in range(4):
        draw.line([(820 + n * 30, 240), (800 + n * 34, 160)], fill=ink, width=18)
    draw.line([(700, 460), (820, 560), (720, 640)], fill=light, width=16, joint="curve")


def jogging_stroller(draw: Draw, ink: str, light: str) -> None:
    """A three-wheeled pushchair with large wheels."""
    draw.pieslice((480, 260, 1000, 800), 180, 330, fill=ink)
    draw.polygon([(520, 560), (960, 560), (1010, 740), (620, 780)], fill=light)
    draw.line([(520, 560), (370, 380)], fill=ink, width=32)
    draw.line([(600, 760), (1160, 860)], fill=ink, width=30)
    draw.ellipse((430, 700, 740, 1010), outline=ink, width=44)
    draw.ellipse((1050, 760, 1300, 1010), outline=ink, width=40)


def bottle_set(draw: Draw, ink: str, light: str) -> None:
    """Three feeding bottles of different sizes."""
    for x, top in ((430, 520), (670, 400), (930, 300)):
        draw.polygon([(x + 70, top), (x + 130, top), (x + 112, top - 90), (x + 88, top - 90)], fill=light)
        draw.rectangle((x + 30, top, x + 170, top + 50), fill=light)
        draw.rounded_rectangle((x, top + 50, x + 200, 985), 50, fill=ink)
        for n in range(3):
            draw.rectangle((x + 130, top + 160 + n * 80, x + 180, top + 172 + n * 80), fill=light)
