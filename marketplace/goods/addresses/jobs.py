"""Looking at the DNS, outside of any transaction."""

from __future__ import annotations

from marketplace.goods.addresses import rules, service
from marketplace.goods.addresses.errors import DnsSilent
from marketplace.goods.addresses.events import DomainCheckDue
from marketplace.goods.addresses.gateways.resolver import resolver
from marketplace.kernel.jobs import Finish
from marketplace.kernel.site import site
from marketplace.kernel.work import Work, unit_of_work
from tenants.models import Hostname
from tenants.scope import PlatformScope


def look_up(fact: DomainCheckDue, key: str) -> Finish:
    """Ask the DNS for a domain's record, and note what it said, or that it said nothing."""
    with unit_of_work(PlatformScope("domain"), read_only=True) as work:
        domain = work.session.get(Hostname, (fact.tenant_id, fact.hostname_id))
    texts = None
    if domain is not None:
        try:
            texts = resolver(site().settings).texts(f"{rules.RECORD_PREFIX}{domain.name}")
        except DnsSilent:
            texts = None

    def finish(work: Work) -> None:
        service.note_look(work, fact.tenant_id, fact.hostname_id, texts)

    return finish
