// Small helps for a page that already works without them.

// A form sends once; the button stays focusable.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  form.querySelector("button:not([type=button])")?.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// data-most-mb: a file that is too heavy is said at once, before it travels; the form keeps everything else.
for (const input of document.querySelectorAll("input[data-most-mb]")) {
  input.addEventListener("change", () => {
    const heavy = [...input.files].filter((file) => file.size > input.dataset.mostMb * 1048576);
    let said = input.parentElement.querySelector("[data-said]");
    if (!said) {
      said = Object.assign(document.createElement("p"), { className: "error", role: "alert" });
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

// data-postal: five digits fill state and municipality; both stay editable.
for (const field of document.querySelectorAll("input[data-postal]")) {
  field.addEventListener("input", async () => {
    if (!/^\d{5}$/.test(field.value)) return;
    const answer = await fetch(`${field.dataset.postal}${field.value}`);
    if (!answer.ok) return;
    const place = await answer.json();
    for (const name of ["state", "municipality"]) {
      const target = field.form.elements[name];
      if (target) target.value = place[name];
    }
    const list = document.getElementById("settlements");
    if (list) list.replaceChildren(...place.settlements.map((name) => new Option(name, name)));
  });
}

// data-suggest: a combobox over plain search; without it, Enter searches as ever.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  let timer, current = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); current = -1; };
  const mark = (index) => {
    current = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index >= 0) input.setAttribute("aria-activedescendant", list.children[index].id);
  };
  const go = (item) => { location.href = item.dataset.url; };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) return close();
    timer = setTimeout(async () => {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`);
      if (!answer.ok) return close();
      const found = await answer.json();
      list.replaceChildren(...found.map((one, i) => {
        const item = document.createElement("li");
        Object.assign(item, { id: `s${i}`, role: "option", textContent: one.text });
        item.dataset.url = one.url;
        item.addEventListener("mousedown", () => go(item));
        return item;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!!found.length));
      mark(-1);
    }, 120);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape") close();
    else if (list.hidden || !count) return;
    else if (event.key === "ArrowDown") { event.preventDefault(); mark((current + 1) % count); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark((current - 1 + count) % count); }
    else if (event.key === "Enter" && current >= 0) { event.preventDefault(); go(list.children[current]); }
  });
  input.addEventListener("blur", () => setTimeout(close, 100));
}

// A page that waits for something elsewhere (a payment) asks again by itself.
const waiting = document.querySelector("[data-poll]");
if (waiting) setTimeout(() => location.reload(), 1500);

// data-print: a button that prints this page; without JavaScript the browser's own menu does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// data-seen: what a person looks at is noted for their other browsers; the page itself writes nothing.
for (const form of document.querySelectorAll("form[data-seen]")) {
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
}
