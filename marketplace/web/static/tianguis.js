// Small helps for a page that already works without them.

// A form sends once; the button stays focusable.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.querySelector("button:not([type=button])")?.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
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

// data-most-mb: a file that is too heavy is said at once, before it travels; the form keeps everything else.
for (const input of document.querySelectorAll("input[data-most-mb]")) {
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
for (const form of document.querySelectorAll("form[data-simulate]")) {
  let timer;
  const refresh = async () => {
    const values = new URLSearchParams(new FormData(form));
    values.delete("csrf_token");
    const answer = await fetch(`${form.dataset.simulate}?${values}`);
    if (answer.ok) document.getElementById("receipt").innerHTML = await answer.text();
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(refresh, 250);
  });
}

// data-postal: five digits fill state and municipality; both stay editable, and what one wrote or is writing stays. The
// colonia is chosen from those of the code; one of another code goes, and choosing one empties the box for others.
for (const field of document.querySelectorAll("input[data-postal]")) {
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
      written = settlement.value || listed.value;
    listed.replaceChildren(listed.firstElementChild, ...known.map((name) => new Option(name, name)), listed.lastElementChild);
    listed.closest(".listed").hidden = !known.length;
    listed.value = known.includes(written) ? written : known.length === 1 ? known[0] : "";
    if (known.length) settlement.value = "";
  });
}

// data-suggest: a combobox over plain search; without it, Enter searches as ever.
const STEPS = {
  ArrowDown: 1,
  ArrowUp: -1
};
for (const input of document.querySelectorAll("input[data-suggest]")) {
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
for (const clock of document.querySelectorAll("[data-until]")) {
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

// A page that waits for something elsewhere (a payment) asks again by itself.
const waiting = document.querySelector("[data-poll]");
if (waiting) setTimeout(() => location.reload(), 1500);

// A workplace's side scrolls sideways on a telephone: the entry one is at stands in its middle.
const entry = document.querySelector(".side [aria-current]");
if (entry) {
  const list = entry.closest("ul");
  list.scrollLeft = entry.offsetLeft - list.offsetLeft - (list.clientWidth - entry.offsetWidth) / 2;
}

// data-print: a button that prints this page; without JavaScript the browser's own menu does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// data-seen: what a person looks at is noted for their other browsers; the page itself writes nothing.
for (const form of document.querySelectorAll("form[data-seen]")) {
  fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    keepalive: true
  });
}
