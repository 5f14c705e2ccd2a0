"""Who bought in the demo market before its story begins: sixty people of every state. The first buy the most."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.kernel.text import slugify


@dataclass(frozen=True)
class Buyer:
    """Somebody who buys: their name, and where they live."""

    name: str
    postal_code: str
    street: str
    exterior: str
    phone: str

    @property
    def mailbox(self) -> str:
        """Their address at the demo's mail, without the part after the @."""
        return slugify(self.name).replace("-", ".")


_PEOPLE = (
    ("Mariana Solís", "06700"), ("Ernesto Vidal", "44100"), ("Guadalupe Arriaga", "64000"), ("Rodrigo Cetina", "97000"),
    ("Paola Zavala", "72000"), ("Julián Barrera", "76000"), ("Teresa Mondragón", "50000"), ("Óscar Leyva", "80000"),
    ("Fernanda Quiroz", "03100"), ("Ignacio Rentería", "37000"), ("Lorena Ávila", "22000"), ("Hugo Santillán", "78000"),
    ("Beatriz Camacho", "91000"), ("Andrés Tolentino", "68000"), ("Silvia Obregón", "31000"), ("Manuel Chablé", "86000"),
    ("Daniela Rosas", "04100"), ("Joaquín Ferrer", "45050"), ("Elvira Montes", "58000"), ("Raúl Escamilla", "20000"),
    ("Ximena Duarte", "77500"), ("Gerardo Páez", "83000"), ("Norma Villalobos", "62000"), ("Saúl Nájera", "34000"),
    ("Adriana Luján", "25000"), ("Emilio Cárdenas", "11560"), ("Consuelo Rivas", "42000"), ("Iván Maldonado", "87000"),
    ("Rebeca Orozco", "98000"), ("Tomás Alcocer", "24000"), ("Yolanda Sandoval", "29000"), ("Mauricio Gallegos", "66220"),
    ("Patricia Huerta", "90000"), ("Leonardo Espino", "21000"), ("Carmen Ibáñez", "39300"), ("Sebastián Rubio", "06700"),
    ("Verónica Trejo", "53100"), ("Alonso Figueroa", "28000"), ("Martha Carranza", "63000"), ("Diego Amaya", "23000"),
    ("Esperanza Galván", "36000"), ("Roberto Cuevas", "32000"), ("Liliana Pech", "97000"), ("Arturo Bravo", "94290"),
    ("Nayeli Toledo", "68000"), ("Felipe Urrutia", "44100"), ("Claudia Serrano", "76000"), ("Humberto Nieto", "27000"),
    ("Regina Casillas", "03100"), ("Pablo Tinoco", "58000"), ("Irma Velasco", "72000"), ("Gael Medrano", "82000"),
    ("Alma Cisneros", "64000"), ("Benjamín Osorio", "29000"), ("Jimena Valdés", "11560"), ("Rosendo Aguirre", "88500"),
    ("Aurora Meza", "50000"), ("Cristóbal Luna", "91000"), ("Elisa Bautista", "90000"), ("Nicolás Prieto", "78000"),
)  # fmt: skip
_STREETS = (
    "Calle Hidalgo", "Av. Juárez", "Calle Morelos", "Privada de las Flores", "Calle 5 de Febrero", "Av. Revolución",
    "Calle Allende", "Cerrada del Olivo", "Calle Matamoros", "Av. Universidad",
)  # fmt: skip

BUYERS = tuple(
    Buyer(name, code, _STREETS[number % len(_STREETS)], str(number * 37 % 480 + 12), f"+52 55 5000 {1000 + number * 7}")
    for number, (name, code) in enumerate(_PEOPLE)
)
