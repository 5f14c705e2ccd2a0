"""What is looked for in a page beside what axe finds: rings that are whole, chips within their cards, no sideways scrolling."""

from __future__ import annotations

from typing import Any

from tests.browser.axe import is_too_wide

# Focuses one control after the other, as the Tab key does, and asks of each ring: is there one, does an ancestor cut it
# off, does it leave the window, does something that sticks lie over it.
_RINGS = """() => {
  const told = [];
  const name = e => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}.${e.className} “${
      (e.innerText || e.value || e.getAttribute('aria-label') || '').trim().slice(0, 30)}”`;
  const sticks = e => {
    for (; e && e !== document.documentElement; e = e.parentElement)
      if (['sticky', 'fixed'].includes(getComputedStyle(e).position)) return e;
  };
  const all = [...document.querySelectorAll(
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
      .filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length);
  for (const e of all) {
    e.focus();
    if (document.activeElement !== e) continue;
    const has = one => one && getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth);
    const ringed = has(e) ? e : [e.closest('article'), e.closest('label'), e.nextElementSibling].find(has);
    if (!ringed) { told.push(`no ring: ${name(e)}`); continue; }
    const style = getComputedStyle(ringed), wide = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const boxes = [...ringed.getClientRects()].filter(b => b.width && b.height);
    for (const box of boxes) {
      const ring = {left: box.left - wide, right: box.right + wide, top: box.top - wide, bottom: box.bottom + wide};
      if (ring.left < -0.5 || ring.right > document.documentElement.clientWidth + 0.5)
        told.push(`leaves the window: ${name(e)}`);
      if (ring.top < -0.5 || ring.bottom > innerHeight + 0.5)
        if (box.height < innerHeight - 120 && ringed === e) told.push(`is not scrolled to: ${name(e)}`);
      for (let up = ringed.parentElement; up && up !== document.body; up = up.parentElement) {
        const over = getComputedStyle(up);
        if (over.overflowX === 'visible' && over.overflowY === 'visible' && !/paint|strict|content/.test(over.contain))
          continue;
        const edge = up.getBoundingClientRect(), slack = parseFloat(over.overflowClipMargin) || 0;
        const inside = {left: edge.left + up.clientLeft - slack, top: edge.top + up.clientTop - slack,
            right: edge.left + up.clientLeft + up.clientWidth + slack,
            bottom: edge.top + up.clientTop + up.clientHeight + slack};
        const cut = ['left', 'top'].filter(s => ring[s] < inside[s] - 0.5).concat(
            ['right', 'bottom'].filter(s => ring[s] > inside[s] + 0.5));
        if (cut.length) told.push(`cut off (${cut}) by ${up.tagName.toLowerCase()}.${up.className}: ${name(e)}`);
      }
      const middle = (box.left + box.right) / 2, half = (box.top + box.bottom) / 2;
      const sides = [[middle, ring.top + 1], [middle, ring.bottom - 1], [ring.left + 1, half], [ring.right - 1, half]];
      for (const [x, y] of sides) {
        const top = document.elementFromPoint(x, y), cover = top && !ringed.contains(top) && sticks(top);
        if (!cover || cover.contains(e)) continue;
        told.push(`covered by ${cover.tagName.toLowerCase()}.${cover.className}: ${name(e)}`);
        break;
      }
    }
  }
  return [...new Set(told)];
}"""
_CHIPS = """() => [...document.querySelectorAll('.chip')].filter(chip => {
    const card = chip.parentElement.closest('article, section, li, td, th, dd, .line, .card, .sheet, .turn, .notice, main'),
        box = chip.getBoundingClientRect(), edge = card && card.getBoundingClientRect();
    return card && box.width && (box.right > edge.right + 0.5 || box.left < edge.left - 0.5);
  }).map(chip => `a chip leaves its card: “${chip.innerText}”`)"""


def faults_in(page: Any) -> list[str]:
    """What is wrong with a page as it stands, at the width and in the colours that it has."""
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Tab")  # from here on whatever is focused shows its ring
    rings: list[str] = page.evaluate(_RINGS)
    return rings + narrow_faults_in(page)


def narrow_faults_in(page: Any) -> list[str]:
    """What is wrong with a page that has little room."""
    chips: list[str] = page.evaluate(_CHIPS)
    return chips + ["scrolls sideways"] * is_too_wide(page)
