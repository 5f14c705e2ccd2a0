// Small helps for a page that already works without them.

// What a form or a link with data-swap="#one #two" changes is exchanged in the page where one is: its answer is the whole
// page that it leads to as ever, and the named parts are taken out of it; "row" is what has an id around the button.
// Parts with data-follows (what was done, cart, comparison) come along. A page that is another one, or lacks a part, is
// shown whole. Back and forward do the same.
const COUNTED = "(min-width: 900px)"; // beside the results: what is ticked applies at once
let shown = location.pathname + location.search;
let asking;
let turn = Promise.resolve();
let sending = 0;

const regions = (one, pressed) => (one.dataset.swap || "").split(" ").filter(Boolean)
  .map((name) => name === "row" ? `#${CSS.escape(pressed.closest("[id]").id)}` : name);

// Where a control is, to be found again in what takes its place.
const whereabouts = (one) => {
  if (!one || one === document.body) return null;
  const key = ["name", "value", "href", "data-act"].filter((name) => one.hasAttribute(name))
    .map((name) => `[${name}="${CSS.escape(one.getAttribute(name))}"]`).join("");
  const home = one.id ? one : one.closest("[id]");
  return {
    one: one.id ? `#${CSS.escape(one.id)}` : `#${CSS.escape(home?.id || "contenido")} ${one.localName}${key}`,
    home: home && `#${CSS.escape(home.id)}`,
    top: one.getBoundingClientRect().top
  };
};

const exchange = (answer, parts, pressed, more = () => {}) => {
  const place = whereabouts(pressed);
  const had = document.activeElement;
  // What scrolls within the page (a wide table) is where it was.
  const scrolled = [...document.querySelectorAll(".scroller[id]")].map((one) => [one.id, one.scrollLeft, one.scrollTop]);
  for (const part of parts) {
    const fresh = answer.querySelector(part);
    document.querySelector(part).replaceWith(fresh);
    enliven(fresh);
  }
  for (const [id, left, top] of scrolled) document.getElementById(id)?.scrollTo({
    left,
    top,
    behavior: "instant"
  });
  more(answer);
  if (!place) return;
  const again = document.querySelector(place.one) || document.querySelector(place.home);
  if (!again) return;
  const moved = again.getBoundingClientRect().top - place.top;
  if (again.matches(place.one) && moved) scrollBy({
    top: moved,
    behavior: "instant"
  });
  if (had.isConnected && had !== document.body) return;
  if (again.tabIndex < 0) again.tabIndex = -1;
  again.focus({
    preventScroll: true
  });
};

const follow = (answer) => {
  for (const part of document.querySelectorAll("[data-follows]")) {
    const fresh = answer.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  document.title = answer.title;
  document.querySelector("#mensajes > [role=status]")?.scrollIntoView({
    block: "center",
    behavior: "instant"
  });
};

const become = (answer) => {
  document.replaceChild(document.adoptNode(answer.documentElement), document.documentElement);
  scrollTo(0, 0);
  enliven(document);
};

const read = async (address, options) => {
  const said = await fetch(address, options);
  return [said, new DOMParser().parseFromString(await said.text(), "text/html")];
};

// Of two questions the later one counts; what writes is sent one after the other, for each changes what the next goes with.
const ask = async (address, options) => {
  if (!options.method) {
    asking?.abort();
    asking = new AbortController();
    return read(address, {
      signal: asking.signal
    });
  }
  sending += 1;
  turn = turn.catch(() => {}).then(() => read(address, options));
  const answer = await turn.finally(() => {
    sending -= 1;
  });
  if (sending) throw new DOMException("a later answer is on its way", "AbortError");
  return answer;
};

// The answer of a form or a link, put into the page. Throws where nothing answered.
const swap = async (address, parts, pressed, options = {}, back = null) => {
  const [said, answer] = await ask(address, options);
  const there = new URL(said.url);
  const stayed = options.method && !said.redirected; // a form that is refused is shown again where it is
  const here = options.method ? location.pathname : new URL(address, location.href).pathname;
  const fits = (stayed || there.pathname === here) &&
    parts.every((one) => document.querySelector(one) && answer.querySelector(one));
  const asked = stayed ? shown : there.pathname + there.search;
  if (asked !== shown && !back) {
    history.replaceState({
      parts,
      y: scrollY
    }, "");
    history.pushState({
      parts
    }, "", asked + new URL(address, location.href).hash);
  }
  shown = asked;
  if (!fits) return become(answer);
  exchange(answer, parts, pressed, follow);
  const at = !back && !options.method && document.getElementById(new URL(address, location.href).hash.slice(1));
  if (at) {
    at.scrollIntoView({
      behavior: "instant"
    });
    at.focus({
      preventScroll: true
    });
  }
  if (back?.y !== undefined) scrollTo({
    top: back.y,
    behavior: "instant"
  });
};

addEventListener("popstate", ({
  state
}) => {
  if (location.pathname + location.search === shown) return; // within the page
  if (!state?.parts) return location.reload();
  swap(location.href, state.parts, null, {}, state).catch((error) => error.name === "AbortError" || location.reload());
});

// Where a form leads, and with what: as the browser itself would send it, and of a search only what says something.
const leads = (form, pressed) => {
  const data = new URLSearchParams(new FormData(form, pressed));
  const address = new URL(pressed?.getAttribute("formaction") || form.getAttribute("action") || location.href, location.href);
  if (form.getAttribute("method") === "post") return [address, {
    method: "POST",
    body: data
  }];
  address.search = new URLSearchParams([...data].filter(([, value]) => value));
  return [address, {}];
};

// A form sends once, or each button of a list of them; the button stays focusable.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const pressed = event.submitter;
  const swaps = form.dataset.swap !== undefined && !form.dataset.plain && pressed?.dataset.plain === undefined;
  const once = swaps && pressed ? pressed : form;
  if (once.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.dataset.now === undefined || !swaps) {
    once.dataset.sent = "1";
    (pressed || form.querySelector("button:not([type=button])"))?.setAttribute("aria-disabled", "true");
  }
  if (!swaps) return;
  event.preventDefault();
  const [address, options] = leads(form, pressed);
  try {
    const had = document.activeElement;
    const at = form.dataset.now && had.closest(form.dataset.now) ? had : pressed || had;
    await swap(address, regions(form, at), at, options);
  } catch (error) {
    if (error.name !== "AbortError") {
      delete once.dataset.sent;
      form.dataset.plain = "1"; // the browser tries itself, and says what is wrong
      form.requestSubmit(pressed);
      return;
    }
  }
  delete once.dataset.sent;
  pressed?.removeAttribute("aria-disabled");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  // A double click is one press, but of what counts up and down.
  if (event.detail > 1 && event.target.closest("form[data-swap] button:not([data-again]), a[data-swap]")) {
    event.preventDefault();
  } else if (link && !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    swap(link.href, regions(link), link).catch((error) => error.name === "AbortError" || location.assign(link.href));
  }
});

// data-now: what is chosen applies at once; with data-now="#part" only what is chosen in that part, as by its own button. Where
// there is a data-preview, only beside the results; elsewhere it names what shows beforehand what the form would lead to.
document.addEventListener("change", async (event) => {
  const form = event.target.form;
  const part = form?.dataset.now;
  if (part === undefined || part && !event.target.closest(part)) return;
  if (part) return form.requestSubmit(form.querySelector(`${part} button`));
  if (!form.dataset.preview || matchMedia(COUNTED).matches) return form.requestSubmit();
  const parts = form.dataset.preview.split(" ");
  const answer = await ask(...leads(form)).then(([, found]) => found).catch(() => null);
  if (answer && parts.every((one) => answer.querySelector(one))) exchange(answer, parts, event.target);
});

addEventListener("pageshow", () => {
  for (const one of document.querySelectorAll("[data-sent], [data-plain]")) {
    delete one.dataset.sent;
    if (one.localName === "form") delete one.dataset.plain;
  }
});

// What gets the focus by the keyboard comes into view whole, with the room for its ring, sideways too.
document.addEventListener("focusin", ({
  target
}) => {
  if (target.matches(":focus-visible")) target.scrollIntoView({
    block: "nearest",
    inline: "nearest",
    behavior: "instant"
  });
});

const STEPS = {
  ArrowDown: 1,
  ArrowUp: -1
};

// What makes the controls of a page, or of a part of it that came later, live.
function enliven(root) {
  // data-most-mb: a file that is too heavy is said at once, before it travels; the form keeps everything else.
  for (const input of root.querySelectorAll("input[data-most-mb]")) {
    input.addEventListener("change", () => {
      const heavy = [...input.files].filter((file) => file.size > input.dataset.mostMb * 1048576);
      let said = input.parentElement.querySelector("[data-said]");
      if (!said) {
        said = Object.assign(document.createElement("p"), {
          className: "error",
          role: "alert"
        });
        said.dataset.said = "";
        input.after(said);
      }
      said.textContent = heavy.map((file) => `${file.name}: ${input.dataset.tooHeavy}`).join(" ");
      if (heavy.length) input.value = "";
    });
  }

  // data-simulate="address": while one types, the glass receipt in #receipt follows.
  for (const form of root.querySelectorAll("form[data-simulate]")) {
    let timer;
    const refresh = async () => {
      const said = [...new FormData(form)].filter(([name]) => /^category$|-price$/.test(name));
      const values = new URLSearchParams(said);
      const answer = await fetch(`${form.dataset.simulate}?${values}`);
      if (answer.ok) document.getElementById("receipt").innerHTML = await answer.text();
    };
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(timer);
      timer = setTimeout(refresh, 250);
    });
  }

  // data-draft="address": what is typed is kept there some seconds later (or data-draft-ms); leaving with what is not kept yet
  // asks first. What is answered is said, or its parts take the places of those with their ids.
  for (const form of root.querySelectorAll("form[data-draft]")) {
    let timer, dirty = false;
    const said = form.querySelector("[data-draft-said]");
    const keep = async () => {
      const data = new FormData(form);
      for (const [name, value] of [...data])
        if (value instanceof File) data.delete(name);
      dirty = false;
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new URLSearchParams(data)
      }).catch(() => ({}));
      if (!answer.ok) dirty = true;
      else if (said) said.textContent = await answer.text();
      else {
        const told = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const one of told.querySelectorAll("[id]")) document.getElementById(one.id)?.replaceWith(one);
      }
    };
    form.addEventListener("input", () => {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(keep, form.dataset.draftMs || 3000);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      dirty = false;
    });
    addEventListener("beforeunload", (event) => {
      if (dirty && form.isConnected) event.preventDefault();
    });
  }

  // data-postal: five digits fill state and municipality; both stay editable, and what one wrote or is writing stays. The
  // colonia is chosen from those of the code: one chosen of another code goes, one that was written stays as another.
  for (const field of root.querySelectorAll("input[data-postal]")) {
    const edited = new Set();
    const {
      settlement,
      listed_settlement: listed
    } = field.form.elements;
    field.form.addEventListener("input", (event) => edited.add(event.target));
    listed.addEventListener("change", () => {
      settlement.value = "";
      if (listed.value === "*") settlement.focus();
    });
    field.addEventListener("input", async () => {
      if (!/^\d{5}$/.test(field.value)) return;
      const answer = await fetch(`${field.dataset.postal}${field.value}`);
      if (!answer.ok) return;
      const place = await answer.json();
      for (const name of ["state", "municipality"]) {
        const target = field.form.elements[name];
        if (target && target !== document.activeElement && !edited.has(target)) target.value = place[name];
      }
      const known = place.settlements,
        written = settlement.value || listed.value,
        is = known.includes(written);
      listed.replaceChildren(listed.firstElementChild, ...known.map((name) => new Option(name, name)), listed.lastElementChild);
      listed.closest(".listed").hidden = !known.length;
      listed.value = is ? written : settlement.value ? "*" : known.length === 1 ? known[0] : "";
      if (is) settlement.value = "";
    });
  }

  // data-suggest: a combobox over plain search; without it, Enter searches as ever.
  for (const input of root.querySelectorAll("input[data-suggest]")) {
    const list = document.getElementById(input.getAttribute("aria-controls"));
    let timer, current = -1;
    const mark = (index) => {
      current = index;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[index].id);
    };
    const show = (open) => {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      mark(-1);
    };
    const go = (item) => {
      location.href = item.dataset.url;
    };
    const option = (one, i) => {
      const item = document.createElement("li");
      Object.assign(item, {
        id: `s${i}`,
        role: "option",
        textContent: one.text
      });
      item.dataset.url = one.url;
      if (one.kind) item.append(Object.assign(document.createElement("span"), {
        className: "muted small",
        textContent: ` ${one.kind}`
      }));
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        go(item);
      });
      return item;
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      const typed = input.value.trim();
      if (typed.length < 2) return show(false);
      timer = setTimeout(async () => {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`).catch(() => ({}));
        if (typed !== input.value.trim()) return; // somebody typed on; a later answer is on its way
        const found = answer.ok ? await answer.json() : [];
        list.replaceChildren(...found.map(option));
        show(found.length > 0 && document.activeElement === input);
      }, 120);
    });
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      const step = STEPS[event.key];
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        show(false);
      } else if (step && count) {
        event.preventDefault();
        if (list.hidden) show(true);
        mark(current < 0 && step < 0 ? count - 1 : (current + step + count) % count);
      } else if (event.key === "Enter" && !list.hidden && current >= 0) {
        event.preventDefault();
        go(list.children[current]);
      }
    });
    input.addEventListener("blur", () => show(false));
  }

  // data-until: the last hour of a time to pay runs by the second; when it is over the page says what that means.
  for (const clock of root.querySelectorAll("[data-until]")) {
    const until = Date.parse(clock.dataset.until);
    if (until < Date.now()) continue;
    const timer = setInterval(() => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) {
        clearInterval(timer);
        location.reload();
      } else if (left < 3600) {
        const seconds = String(left % 60).padStart(2, "0");
        clock.textContent = clock.dataset.left.replace("{}", `${Math.floor(left / 60)}:${seconds}`);
      }
    }, 1000);
  }

  // data-all="name": one box ticks all the boxes of a name on the page.
  for (const label of root.querySelectorAll("[data-all]")) {
    label.hidden = false;
    label.addEventListener("change", ({
      target
    }) => {
      for (const box of document.getElementsByName(label.dataset.all)) box.checked = target.checked;
    });
  }

  // data-print: a button that prints this page; without JavaScript the browser's own menu does.
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
enliven(document);

// A page that waits for something elsewhere (a payment) asks again by itself.
const waiting = document.querySelector("[data-poll]");
if (waiting) setTimeout(() => location.reload(), 1500);

// A workplace's side scrolls sideways on a telephone: the entry one is at stands in its middle.
const entry = document.querySelector(".side [aria-current]");
if (entry) {
  const list = entry.closest("ul");
  list.scrollLeft = entry.offsetLeft - list.offsetLeft - (list.clientWidth - entry.offsetWidth) / 2;
}

// data-seen: what a person looks at is noted for their other browsers; the page itself writes nothing.
for (const form of document.querySelectorAll("form[data-seen]")) {
  fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    keepalive: true
  });
}
