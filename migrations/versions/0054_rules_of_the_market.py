"""The rules of the market as versions that are announced ahead, with what they say today as the first one, and decisions that name theirs.

Revision: 0054
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import Base, PlatformOwned, Reference, TenantOwned

revision = "0054"
down_revision = "0053"

_TABLES: tuple[tuple[str, type[Base]], ...] = (
    ("rules_version", Reference),
    ("market_rule", Reference),
    ("rules_draft", PlatformOwned),
    ("rules_acceptance", TenantOwned),
)

_FUNCTIONS = """
CREATE FUNCTION rules_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND OLD.in_force_from > now()
       AND to_jsonb(NEW) - 'withdrawn_at' - 'withdrawn_reason' = to_jsonb(OLD) - 'withdrawn_at' - 'withdrawn_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'announced rules stand: they are only taken back, before their day' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION rules_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT rule_count FROM rules_version WHERE version = NEW.version)
       IS DISTINCT FROM (SELECT count(*) FROM market_rule WHERE version = NEW.version) THEN
        RAISE EXCEPTION 'version % has other rules than it was announced with', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
_TRIGGERS = """
CREATE TRIGGER rules_stand BEFORE UPDATE OR DELETE ON rules_version FOR EACH ROW EXECUTE FUNCTION rules_stand();
CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON market_rule FOR EACH ROW EXECUTE FUNCTION never_rewritten();
CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON rules_acceptance FOR EACH ROW EXECUTE FUNCTION never_rewritten();
CREATE CONSTRAINT TRIGGER is_whole AFTER INSERT ON rules_version DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION rules_are_whole();
CREATE CONSTRAINT TRIGGER is_whole AFTER INSERT ON market_rule DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION rules_are_whole();
"""

# code, section, title, title_en, body, body_en, source: what moderation named until now, by the same codes.
_FIRST = (
    ("prohibited", "listing", "No se puede vender aquí", "It cannot be sold here",
     "No se vende lo que la ley prohíbe o reserva a quien tiene permiso: armas, drogas, medicamentos con receta, vapeadores, "
     "animales y plantas protegidos, piezas arqueológicas.",
     "What the law forbids or reserves to license holders is not sold: weapons, drugs, prescription medicines, vapes, protected "
     "animals and plants, archaeological pieces.", "LFPC art. 24; LGS art. 194"),
    ("nom_missing", "listing", "Falta la norma oficial (NOM) que este producto necesita",
     "The official standard (NOM) that this product needs is missing",
     "Lo que se enchufa y lo que usan los niños dice en su ficha con qué norma oficial cumple.",
     "Goods that are plugged in, and goods for children, say on their page which official standard they meet.",
     "LFPC art. 19; Ley de Infraestructura de la Calidad art. 139"),
    ("misleading", "listing", "Dice algo que no es exacto o que puede engañar", "It says something inexact or misleading",
     "Lo que dices del producto es cierto y se puede comprobar: materiales, medidas, origen, efectos y precio.",
     "What you say of a product is true and can be checked: materials, measures, origin, effects and price.",
     "LFPC art. 32"),
    ("counterfeit", "listing", "Usa una marca sin ser suya", "It uses a brand that is not its own",
     "No se venden falsificaciones, réplicas ni copias de una marca.",
     "Counterfeits, replicas and copies of a brand are not sold.", "LFPPI art. 386"),
    ("unclear_picture", "listing", "La foto no deja ver el producto", "The picture does not show the product",
     "La primera foto muestra lo que llega en el paquete, entero y sin letreros encima.",
     "The first picture shows what arrives in the parcel, whole and with nothing written over it.", "Tianguis"),
    ("wrong_category", "listing", "Está en otra categoría", "It is in another category",
     "Cada producto está en la categoría donde lo busca quien lo compra.",
     "Each product is in the category where its buyers look for it.", "Tianguis"),
    ("contact_outside", "listing", "Lleva a comprar fuera de Tianguis", "It leads buyers outside Tianguis",
     "Ni la ficha ni los mensajes piden pagar fuera ni llevan a comprar a otro lado: fuera de aquí nadie cuida ese dinero.",
     "Neither the page nor messages ask for payment elsewhere or lead to another place to buy: nobody guards that money.",
     "Tianguis"),
    ("offensive", "listing", "Ofende o discrimina", "It offends or discriminates",
     "No se publica ni se escribe nada que humille a alguien por lo que es.",
     "Nothing is published or written that humiliates anybody for what they are.", "Tianguis"),
    ("intellectual_property", "listing", "Usa una obra o una marca de alguien más", "It uses somebody else's work or brand",
     "Textos, fotos, diseños y personajes son tuyos o tienes permiso de quien los hizo.",
     "Texts, pictures, designs and characters are yours, or you have their maker's permission.",
     "LFPPI art. 386; LFDA art. 231"),
    ("own_responsibility", "seller", "Tu tienda es quien vende", "Your shop is the seller",
     "Tu tienda vende, factura y responde por lo que vende. Sus datos en Tianguis son ciertos y están al día.",
     "Your shop sells, invoices and answers for what it sells. Its data at Tianguis is true and up to date.",
     "LFPC art. 76 Bis; LFPC art. 7"),
    ("ship_in_time", "seller", "Se envía en el plazo que dices", "You ship within the time you state",
     "Lo que se te compra sale en los días que tu tienda promete, o avisas y devuelves el dinero.",
     "What is bought from you leaves within the days your shop promises, or you say so and return the money.",
     "LFPC art. 7; LFPC art. 76 Bis"),
    ("returns_and_warranty", "seller", "Devoluciones y garantía", "Returns and warranty",
     "Aceptas devoluciones al menos en cinco días hábiles desde la entrega, y cumples la garantía que publicas.",
     "You accept returns for at least five working days from delivery, and keep the warranty you publish.",
     "LFPC art. 56, 77, 92"),
    ("prohibited_goods", "closing", "Vende lo que no se puede vender", "It sells what cannot be sold",
     "Quien vende lo prohibido puede quedarse sin tienda en el acto. La decisión se explica y se puede apelar.",
     "A shop that sells forbidden goods may be closed at once. The decision is explained and may be appealed.",
     "LFPC art. 24; P2B art. 4(4)(a)"),
    ("counterfeit_goods", "closing", "Vende falsificaciones", "It sells counterfeits",
     "Quien vende falsificaciones puede quedarse sin tienda en el acto. La decisión se explica y se puede apelar.",
     "A shop that sells counterfeits may be closed at once. The decision is explained and may be appealed.",
     "LFPPI art. 386; P2B art. 4(4)(a)"),
    ("fraud", "closing", "Engaña para quedarse con el dinero", "It deceives people to keep their money",
     "Cobrar sin intención de entregar cierra la tienda en el acto. La decisión se explica y se puede apelar.",
     "Charging without meaning to deliver closes the shop at once. The decision is explained and may be appealed.",
     "CPF art. 386; P2B art. 4(4)(a)"),
    ("repeated", "closing", "Rompe las reglas una y otra vez", "It breaks the rules again and again",
     "Repetir lo que ya se decidió que no se puede puede cerrar la tienda en el acto, y se puede apelar.",
     "Repeating what was decided to be against the rules may close the shop at once, and may be appealed.",
     "Tianguis; P2B art. 4(4)(c)"),
    ("undelivered", "closing", "No entrega lo que vende", "It does not deliver what it sells",
     "Si los pedidos no llegan y no se arregla, la tienda se cierra con 30 días de aviso.",
     "Where orders do not arrive and it is not mended, the shop is closed with 30 days' notice.",
     "LFPC art. 76 Bis; Tianguis"),
    ("false_data", "closing", "Sus datos no son ciertos", "Its data is not true",
     "Si quien vende no es quien dice ser, la tienda se cierra con 30 días de aviso.",
     "Where the seller is not who they say they are, the shop is closed with 30 days' notice.", "Tianguis"),
    ("unreachable", "closing", "No contesta", "It does not answer",
     "Si nadie contesta a quienes compran ni a Tianguis, la tienda se cierra con 30 días de aviso.",
     "Where nobody answers buyers or Tianguis, the shop is closed with 30 days' notice.", "Tianguis"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, and enter what the market's rules say today as version 1."""
    _make_tables()
    for table in ("moderation_case", "measure", "shop_closing"):  # decided until now by what becomes version 1
        op.add_column(table, sa.Column("rules_version", sa.BigInteger(), server_default=sa.text("1"), nullable=False))
    op.add_column("application", sa.Column("rules_version", sa.BigInteger()))
    for table, kind in _TABLES:
        for statement in rls.protect(table, kind):
            op.execute(statement)
    op.execute(f"REVOKE UPDATE, DELETE ON market_rule, rules_acceptance FROM {rls.PLATFORM_ROLE}, {rls.APP_ROLE}")
    op.execute(_FUNCTIONS)
    op.execute(_TRIGGERS)
    op.execute(
        "INSERT INTO rules_version (version, announced_at, in_force_from, rule_count, summary, summary_en) VALUES "
        f"(1, '2025-12-01 18:00Z', '2026-01-01 06:00Z', {len(_FIRST)}, 'Las reglas con que abrió el mercado.', "
        "'The rules with which the market opened.')"
    )
    numbers = [sa.column("version", sa.BigInteger()), sa.column("position", sa.BigInteger())]
    names = ("code", "section", "title", "title_en", "body", "body_en", "source")
    op.bulk_insert(
        sa.table("market_rule", *numbers, *(sa.column(name, sa.String()) for name in names)),
        [
            {"version": 1, "position": position, **dict(zip(names, rule, strict=True))}
            for position, rule in enumerate(_FIRST, 1)
        ],
    )


def _make_tables() -> None:
    op.create_table(
        "rules_version",
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule_count", sa.BigInteger(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("summary_en", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_reason", sa.String()),
        sa.CheckConstraint("in_force_from - announced_at >= interval '15 days'", name=op.f("ck_rules_version_notice")),
        sa.CheckConstraint("summary <> '' AND summary_en <> ''", name=op.f("ck_rules_version_both_languages")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL) AND withdrawn_at < in_force_from",
            name=op.f("ck_rules_version_withdrawn"),
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rules_version")),
        postgresql.ExcludeConstraint(
            (sa.text("tstzrange(announced_at, in_force_from)"), "&&"),
            name="ex_rules_version_notice",
            using="gist",
            where=sa.text("withdrawn_at IS NULL"),
        ),
    )
    op.create_table(
        "market_rule",
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("body_en", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("section IN ('listing', 'seller', 'closing')", name=op.f("ck_market_rule_section")),
        sa.CheckConstraint(
            "title <> '' AND title_en <> '' AND body <> '' AND body_en <> '' AND source <> ''",
            name=op.f("ck_market_rule_both_languages"),
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["rules_version.version"], name=op.f("fk_market_rule_version_rules_version")
        ),
        sa.PrimaryKeyConstraint("version", "code", name=op.f("pk_market_rule")),
        sa.UniqueConstraint("version", "position", name=op.f("uq_market_rule_version_position")),
    )
    op.create_table(
        "rules_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("summary_en", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("rules", postgresql.JSONB(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("writers", postgresql.JSONB(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_by", sa.Uuid()),
        sa.Column("version", sa.BigInteger()),
        sa.CheckConstraint("state IN ('open', 'announced', 'dropped')", name=op.f("ck_rules_draft_state")),
        sa.CheckConstraint(
            "announced_by IS NULL OR NOT writers ? announced_by::text", name=op.f("ck_rules_draft_two_people")
        ),
        sa.CheckConstraint("(state = 'announced') = (version IS NOT NULL)", name=op.f("ck_rules_draft_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules_draft")),
    )
    op.create_table(
        "rules_acceptance",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_rules_acceptance")),
        sa.UniqueConstraint("tenant_id", "version", name=op.f("uq_rules_acceptance_tenant_id_version")),
    )


def downgrade() -> None:
    """Rules are what the program says."""
    for table in ("application", "shop_closing", "measure", "moderation_case"):
        op.drop_column(table, "rules_version")
    for table, _kind in reversed(_TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION rules_stand; DROP FUNCTION rules_are_whole")
