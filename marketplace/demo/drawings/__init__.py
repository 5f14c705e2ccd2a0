"""What the demo's goods look like: a drawing of its own for each name of goods."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from marketplace.demo.drawings import electronics as e
from marketplace.demo.drawings import home as h
from marketplace.demo.drawings import kitchen as k
from marketplace.demo.drawings import leisure as t
from marketplace.demo.drawings import several as s
from marketplace.demo.drawings import wear as w
from marketplace.demo.drawings.several import Draw

Drawing = Callable[[Draw, str, str], None]

DRAWINGS: Mapping[str, Drawing] = {
    "Cafetera italiana": k.moka, "Cafetera de goteo": k.drip, "Prensa francesa": k.press, "Cafetera espresso": k.espresso,
    "Jarra de olla para café": k.jug, "Licuadora de vaso": k.blender, "Licuadora personal": k.small_blender,
    "Licuadora de inmersión": k.stick_blender, "Sartén": k.frying_pan, "Olla exprés": k.pressure_cooker,
    "Cacerola con tapa": k.lidded_pot, "Comal": k.griddle, "Juego de tazas": s.cups, "Vajilla": k.plates,
    "Juego de platos hondos": k.deep_plates, "Termo": k.thermos, "Termo con taza": k.thermos_cup, "Vaso térmico": k.tumbler,
    "Estambre de alpaca": h.yarn_ball, "Madeja teñida a mano": h.skein, "Estambre de algodón": h.two_balls,
    "Estambre de lana merino": h.cone, "Manta cruda": h.cloth_bolt, "Tela de lino": h.cloth_bolt,
    "Popelina de algodón": h.folded_cloth, "Juego de ganchos": h.hooks, "Agujas circulares": h.circular_needles,
    "Agujas rectas": s.needles, "Cobija tejida": h.throw, "Manta de telar": h.blanket, "Frazada": h.folded_cloth,
    **dict.fromkeys(("Rebozo de algodón", "Rebozo de bolita", "Rebozo de seda"), h.shawl),
    "Taladro inalámbrico": h.drill, "Taladro percutor": h.hammer_drill, "Rotomartillo": h.hammer_drill,
    "Sierra circular": s.saw, "Sierra caladora": h.jigsaw, "Sierra de mesa": h.table_saw, "Martillo de uña": s.hammer,
    "Mazo de goma": h.mallet, "Martillo de bola": h.ball_hammer, "Juego de dados": h.sockets, "Caja de herramienta": s.chest,
    "Juego de desarmadores": h.screwdrivers, "Escalera de tijera": s.ladder, "Escalera telescópica": h.straight_ladder,
    "Banco plegable": h.step_stool, "Pintura vinílica": h.paint_can, "Esmalte": h.small_can, "Impermeabilizante": h.bucket,
    "Olla de barro": h.clay_pot, "Cazuela de barro": h.casserole, "Jarrón de barro negro": h.vase,
    "Vela de cera de abeja": h.pillar_candle, "Vela de soya": h.jar_candle, "Alebrije de copal": s.deer,
    "Alebrije de papel": s.axolotl, **dict.fromkeys(("Café de altura", "Café natural", "Café lavado"), k.coffee_bag),
    "Miel de azahar": k.honey_jar, "Miel multiflora": k.honey_jar, "Audífonos de diadema": s.headphones,
    "Audífonos inalámbricos": e.earbuds, "Audífonos deportivos": e.sport_earphones, "Bocina portátil": e.portable_speaker,
    "Barra de sonido": e.soundbar, "Bocina de librero": s.speaker, "Pantalla": s.screen, "Pantalla inteligente": e.smart_screen,
    "Cargador de pared": e.wall_charger, "Cable USB-C": s.cable, "Batería externa": e.power_bank, "Teclado mecánico": s.keys,
    "Ratón inalámbrico": e.mouse, "Teclado compacto": e.small_keyboard, "Celular": s.phone, "Celular plegable": e.folding_phone,
    "Laptop": s.laptop, "Laptop ligera": e.thin_laptop, "Tableta": e.tablet, "Tableta para dibujar": e.drawing_tablet,
    "Bicicleta urbana": s.wheel, "Bicicleta de montaña": t.mountain_bike, "Bicicleta infantil": t.kids_bike,
    "Balón de fútbol": t.football, "Balón de básquetbol": t.basketball, "Par de mancuernas": s.weights,
    "Pesa rusa": t.kettlebell, "Juego de discos": t.discs, "Tienda de campaña": s.tent, "Refugio de playa": t.beach_shelter,
    "Tapete de yoga": s.roll, "Tapete de corcho": t.cork_mat, "Cuaderno cosido": s.book, "Libreta de puntos": t.dotted_book,
    "Cuaderno profesional": t.spiral_book, "Juego de plumas": s.pencil, "Lápices de color": t.colour_pencils,
    "Pluma fuente": t.fountain_pen, "Mochila escolar": s.backpack, "Mochila para laptop": t.laptop_bag,
    "Impresora multifuncional": s.printer, "Impresora láser": t.laser_printer, "Silla de oficina": s.chair,
    "Silla ergonómica": t.mesh_chair, "Maceta de barro": s.leaf, "Macetero colgante": h.hanging_pot,
    "Maceta autorregable": h.smart_pot, "Manguera reforzada": s.hose, "Kit de riego por goteo": h.drip_kit,
    "Asador de carbón": s.grill, "Asador portátil": h.small_grill, "Cama para perro": s.bed, "Cama para gato": t.cat_bed,
    "Plato doble": t.double_bowl, "Plato lento": t.slow_bowl, "Bloques de madera": s.blocks, "Bloques magnéticos": t.magnet_tiles,
    "Rompecabezas": s.puzzle, "Rompecabezas de madera": t.wooden_puzzle, "Juego de mesa": t.board_game,
    "Lotería ilustrada": t.lottery, "Juego de cartas": s.cards, "Peluche de ajolote": s.axolotl,
    "Peluche de xoloitzcuintle": t.xolo, "Peluche de quetzal": t.quetzal, "Carriola ligera": s.stroller,
    "Carriola todo terreno": t.jogging_stroller, "Juego de biberones": t.bottle_set, "Biberón anticólico": s.bottle,
    "Botín de piel": w.boot, "Mocasín": w.loafer, "Zapato de vestir": w.lace_shoe, "Zapato de tacón": w.heel,
    "Sandalia de piel": w.sandal, "Bota larga": w.long_boot, "Tenis urbanos": w.sneaker, "Tenis de piel": w.leather_sneaker,
    "Bolsa de mano": s.bag, "Bolsa cruzada": w.crossbody, "Mochila de piel": w.leather_backpack,
}  # fmt: skip
