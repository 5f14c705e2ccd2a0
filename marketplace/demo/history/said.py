"""What people of the history wrote, each to somebody."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.care.returns import ReturnReason
from marketplace.care.warranty import Remedy

REGRETS = (
    "Me lo regalaron ayer.", "Elegí la dirección equivocada; lo vuelvo a pedir.", "Lo encontré en casa de mi hermana.",
    "Pedí dos veces lo mismo sin querer.", "Ya no llega antes del viaje.",
)  # fmt: skip
RETURNS: Mapping[ReturnReason, tuple[str, ...]] = {
    ReturnReason.CHANGED_MIND: (
        "No era lo que buscaba. Está sin usar.",
        "Me sobró, no lo abrí.",
        "Compré de más para la fiesta.",
    ),
    ReturnReason.DAMAGED: (
        "La caja llegó golpeada y se rompió una esquina.",
        "Llegó con una grieta. Mando foto si hace falta.",
    ),
    ReturnReason.NOT_AS_DESCRIBED: ("La medida no es la de la ficha.", "El acabado es otro que el de la foto."),
    ReturnReason.WRONG_ITEM: ("Llegó otro modelo.", "Pedí otro color y llegó este."),
}
YES = (
    "Claro, mándalo con calma.",
    "Sin problema. En el paquete viene la guía de regreso.",
    "De acuerdo, en cuanto llegue te devolvemos.",
)
NO = ("Se ve usado en las fotos que nos mandaste; así no podemos recibirlo.", "Pasó el plazo que dice la publicación.")
BROKEN = (
    "Dejó de prender a las pocas semanas.", "Se aflojó y ya no cierra.", "Se despegó con el uso normal.",
    "Hace un ruido que antes no hacía.", "Se partió por la costura.",
)  # fmt: skip
REMEDIES: Mapping[Remedy | None, tuple[str, ...]] = {
    Remedy.REPLACE: ("Te mandamos otro mañana; el primero lo recogemos nosotros.", "Cambio directo. Sale hoy."),
    Remedy.REPAIR: (
        "Lo arreglamos aquí y te lo regresamos en una semana.",
        "Te mandamos la pieza y te explicamos cómo va.",
    ),
    None: (
        "El golpe de la esquina no lo cubre la garantía.",
        "Es desgaste por uso; con gusto te vendemos el repuesto al costo.",
    ),
}
MISSED = ("La guía dice en ruta desde hace días y nadie viene.", "No ha llegado nada, y hoy vencía lo prometido.")
LOST = ("La paquetería lo dio por perdido. Te devolvemos todo.", "Lo rastreamos y no aparece; va de regreso tu dinero.")
# What buyers ask, and what a shop answers.
TALKS = (
    ("¿Me confirman cuándo sale?", "Sale mañana antes de mediodía."),
    ("¿Puede ir para regalo?", "Sí, lo envolvemos y no ponemos el precio."),
    ("¿Me pueden mandar factura?", "Claro. Mándanos tu constancia y la enviamos hoy."),
    ("En la tarde no hay nadie en casa, ¿pueden avisarme antes?", "Lo anotamos en la guía: que llamen antes."),
    ("¿Viene con instructivo en español?", "Sí, impreso, en la caja."),
    ("¿Todavía alcanzo a cambiar el color?", "Sí, aún no lo empacamos. Dinos cuál."),
    ("Llegó muy bien, gracias.", "Qué gusto. Aquí estamos."),
    ("¿Cuánto pesa ya empacado?", "Está en la ficha, con caja incluida. Si lo vas a cargar lejos, pide ayuda."),
    ("¿Lo puedo recoger yo?", "Por ahora solo enviamos. Sale mañana, llega pronto."),
)  # fmt: skip
