"""`tianguis …`: what operators do at a terminal. Every command says what it did, and errors say how to go on."""

from __future__ import annotations

import multiprocessing
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click
from rich.progress import Progress, TaskID

from marketplace.database import is_empty, migrate, write_revision
from marketplace.demo import seed as demo
from marketplace.doctor import examine
from marketplace.installation import house, installation, installed, owner_url
from marketplace.kernel import quarantine
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.reading import NotAnEmail, read_email
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.modules import CLOCK_JOBS
from marketplace.money.ledger import latest_check
from marketplace.people import accounts
from marketplace.plan import write_plan
from marketplace.platform.desk import check_books
from marketplace.platform.privacy import reapply as erase_again
from marketplace.platform.staff import NoSuchStaff
from marketplace.platform.staff import queries as staff_queries
from marketplace.platform.staff import service as staff_members
from marketplace.web.words import say
from marketplace.window import search
from marketplace.window.search import Index
from marketplace.worker import Worker
from tenants.scope import PlatformScope


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Tianguis: an open, seller-first marketplace."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, help="Web processes, of eight threads each.")
@click.option("--demo/--no-demo", "fill", default=True, show_default=True, help="Fill an empty market with the demo.")
def serve(host: str, port: int, processes: int, fill: bool) -> None:
    """Serve the web and run a worker, in one command; Ctrl-C stops both."""
    from marketplace import serve as serving  # gunicorn is not needed by the other commands

    if not serving.is_free(host, port):
        raise click.ClickException(f"Something listens at {host}:{port} already. Try: tianguis serve --port {port + 1}")
    began = time.monotonic()
    with installed() as (settings, server):
        if not settings.is_production:
            settings = settings.model_copy(update={"base_url": f"http://{host}:{port}"})
        if settings.owner_database_url:
            migrate(settings.owner_database_url)
            demo.check_whole(settings)
            if fill and not settings.is_production and is_empty(settings.owner_database_url):
                click.echo("Filling the demo market; this happens once and takes about half a minute.")
                _seed_apart(settings, shops=12, products=600)
        _greet(settings, time.monotonic() - began, with_accounts=fill)
        serving.run(settings, server, host=host, port=port, processes=processes)


def _greet(settings: Settings, seconds: float, *, with_accounts: bool) -> None:
    click.echo(f"\n  Tianguis is open: {settings.base_url}   (ready in {seconds:.1f} s; Ctrl-C closes it)")
    click.echo(f"  Letters that would leave: {settings.base_url}/buzon")
    if with_accounts and not settings.is_production:
        _tell_accounts()


def _tell_accounts() -> None:
    click.echo(f"  Demo accounts, password “{demo.PASSWORD}”:")
    for email, what in demo.accounts_to_show():
        click.echo(f"    {email:36} {what}")
    click.echo("  Test card: 4242 4242 4242 4242\n")


@main.command()
def worker() -> None:
    """Run jobs, and let this host's search index follow the database, until stopped."""
    with installation() as settings, house(settings) as app:
        index = Index(settings.search_dir)
        runner = Worker(app, clock_jobs=CLOCK_JOBS, host_tasks=(lambda: search.follow(index),))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: runner.stop())
        runner.run()


@main.command(name="house")
def print_plan() -> None:
    """Print what each module tells of itself: facts and reactions, clock jobs, doors, what is kept."""
    with installation() as settings, house(settings, check_database=False) as app:
        click.echo(write_plan(app))


@main.group()
def db() -> None:
    """Tables and reference data."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this release, and the reference data to what it ships."""
    with installation() as settings:
        migrate(owner_url(settings))
    click.echo("The tables are up to date.")


@db.command()
@click.option("-m", "--message", required=True, help='What it does, as "Parcels by their number".')
def revision(message: str) -> None:
    """Write the next migration from what the models say and the tables do not. For developers; read it before it runs."""
    with installation() as settings:
        path = write_revision(owner_url(settings), message)
    click.echo(f"Written: {path}\nRead and mend it before it runs (CONTRIBUTING.md, To write a migration).")


@db.command()
def release() -> None:
    """Say that this database is the market: after a backup was restored and looked at. What waited goes on."""
    with _staff_work() as work:
        quarantine.release(work)
    click.echo("Payments settle and letters leave from here on.")


@db.command()
def hold() -> None:
    """Settle no payments and send no letters until `db release`. For copies of whole disks, which do not know that they are."""
    with _staff_work() as work:
        quarantine.hold(work)
    click.echo("No payment settles and no letter leaves, until: tianguis db release")


@main.command()
@click.option("--shops", default=12, show_default=True, type=click.IntRange(1, 1000))
@click.option("--products", default=600, show_default=True, type=click.IntRange(0, 2_000_000))
def seed(shops: int, products: int) -> None:
    """Fill an empty market with the demo; the same each time."""
    with installation() as settings:
        if settings.is_production:
            raise click.ClickException("This is a production installation; the demo does not belong here.")
        migrate(owner_url(settings))
        demo.check_whole(settings)
        if not is_empty(owner_url(settings)):
            raise click.ClickException("This market has shops already. `make clean` forgets it and starts anew.")
        began = time.monotonic()
        _seed(settings, shops=shops, products=products)
        click.echo(f"{products} products in {shops} shops, in {time.monotonic() - began:.1f} s.")
        _tell_accounts()


def _seed_apart(settings: Settings, *, shops: int, products: int) -> None:
    """Fill in a process of its own: threads of the blob store do not survive the fork of who serves; it would wait for them."""
    filling = multiprocessing.get_context("spawn").Process(
        target=_seed, args=(settings,), kwargs={"shops": shops, "products": products}
    )
    filling.start()
    filling.join()
    if filling.exitcode:
        raise click.ClickException("The demo market could not be filled; what went wrong stands above.")


def _seed(settings: Settings, *, shops: int, products: int) -> None:
    with (
        house(settings) as app,
        Progress(transient=True, disable=not sys.stdout.isatty()) as bars,
    ):
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=whole)
            bars.update(tasks[what], completed=done)

        demo.seed(app, settings, shops=shops, products=products, with_story=shops >= 12, progress=show)
    _rebuild(settings)


def _rebuild(settings: Settings) -> int:
    with house(settings) as app, app.app_context():
        return search.rebuild(Index(settings.search_dir))


@main.group(name="search")
def search_group() -> None:
    """This host's search index."""


@search_group.command()
def rebuild() -> None:
    """Build this host's search index anew; searches are answered by the old one meanwhile."""
    with installation() as settings:
        count = _rebuild(settings)
    click.echo(f"{count} listings are indexed.")


@search_group.command()
def status() -> None:
    """Say how this host's index stands."""
    with installation() as settings, house(settings) as app, app.app_context():
        index = Index(settings.search_dir)
        if not index.exists():
            raise click.ClickException("There is no index of this version on this host. Run: tianguis search rebuild")
        facts, late = index.facts(), search.behind(index)
    click.echo(
        f"{facts['listings']} listings in {facts['segments']} segments, {facts['deleted']} deleted, "
        f"{facts['bytes'] / 1e6:.1f} MB; {late} changes behind."
    )


@search_group.command()
def verify() -> None:
    """Compare this host's index with the shelf. Ends with 1 when they do not say the same."""
    with installation() as settings, house(settings) as app, app.app_context():
        index = Index(settings.search_dir)
        if not index.exists():
            raise click.ClickException("There is no index of this version on this host. Run: tianguis search rebuild")
        search.follow(index)
        found = search.verify(index)
    for what, numbers in (("missing", found.missing), ("left over", found.left_over), ("outdated", found.outdated)):
        click.echo(f"{what}: {len(numbers)}{' (' + ', '.join(map(str, numbers[:10])) + ')' if numbers else ''}")
    if found.missing or found.left_over or found.outdated:
        raise SystemExit(1)


@main.group()
def ledger() -> None:
    """The books."""


@ledger.command(name="verify")
def verify_books() -> None:
    """Compare the books with themselves, with fees, orders and the payment provider. Ends with 1 when something differs."""
    with _staff_work() as work:
        check_books(work)
        work.session.flush()
        found = latest_check(work)
        assert found is not None  # it was just written
        entries, differences = found.entries, found.differences
    for one in differences:
        click.echo(f"✗ {one['kind']} {one['about']}: {one['one_minor']} is not {one['other_minor']} (centavos)")
    if differences:
        raise SystemExit(1)
    click.echo(f"✓ {entries:,} entries: everything agrees.")


@main.group()
def staff() -> None:
    """People who operate the market."""


@staff.command()
@click.argument("email")
@click.option("--name", required=True, help="Name as sellers see it beside decisions.")
@click.option("--role", type=click.Choice(sorted(STAFF_GRANTED)), default="moderator", show_default=True)
def add(email: str, name: str, role: str) -> None:
    """Open an account for a member of staff; the password is made here and shown once."""
    try:
        email = read_email(email)
    except NotAnEmail as wrong:
        raise click.ClickException(f"{email} is not an e-mail address.") from wrong
    password = "-".join(secrets.token_hex(3) for _ in range(4))
    with (
        installation() as settings,
        house(settings) as app,
        app.app_context(),
        unit_of_work(PlatformScope("command line")) as work,
    ):
        if accounts.find_member_id(work, email) is not None:
            raise click.ClickException(f"{email} has an account already.")
        hashed = accounts.hash_password(password)
        accounts.open_account(work, email=email, name=name, password_hash=hashed, staff_role=role)
    click.echo(f"{email} may enter as {role}. Password, shown once: {password}")


# Whoever may run commands on the host holds what administrators hold.
_OPERATOR = Actor("Tianguis", role="administrator", may=frozenset(STAFF_GRANTED["administrator"]))


@contextmanager
def _staff_work() -> Iterator[Work]:
    """One unit of work above the walls, for a command about staff; a refusal is said as an error."""
    with (
        installation() as settings,
        house(settings) as app,
        app.app_context(),
        unit_of_work(PlatformScope("command line"), _OPERATOR) as work,
    ):
        try:
            yield work
        except Refusal as refusal:
            raise click.ClickException(say(refusal)) from refusal


def _member_id(work: Work, email: str) -> UUID:
    account_id = staff_queries.find_member_id(work, email)
    if account_id is None:
        raise NoSuchStaff
    return account_id


@staff.command(name="list")
def list_staff() -> None:
    """List who operates the market, and as what."""
    with _staff_work() as work:
        for row in staff_queries.members(work):
            click.echo(f"{row.email:36} {row.staff_role:14} {row.name}")


@staff.command(name="role")
@click.argument("email")
@click.argument("role", type=click.Choice(sorted(STAFF_GRANTED)))
def change_role(email: str, role: str) -> None:
    """Give a member of staff another role; the last administrator keeps theirs."""
    with _staff_work() as work:
        staff_members.set_role(work, _member_id(work, email), role)
    click.echo(f"{email} may enter as {role}.")


@staff.command()
@click.argument("email")
def remove(email: str) -> None:
    """Take somebody off the staff and sign them out; their account stays."""
    with _staff_work() as work:
        staff_members.remove_member(work, _member_id(work, email))
    click.echo(f"{email} is not staff any more.")


@main.group()
def privacy() -> None:
    """People's data."""


@privacy.command()
def reapply() -> None:
    """Erase again whom a restored backup brought back. Run it after each restore, before opening."""
    with installation() as settings, house(settings) as app, app.app_context():
        count = erase_again()
    click.echo(f"{count} accounts were erased again.")


@main.command()
def doctor() -> None:
    """Say of each part whether it is well, and if not, how to mend it. Ends with 1 when something is not."""
    with installation() as settings, house(settings, check_database=False) as app:
        findings = list(examine(app, settings))
    for one in findings:
        click.echo(f"{'✓' if one.well else '✗'} {one.part}: {one.said}")
    if not all(one.well for one in findings):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
