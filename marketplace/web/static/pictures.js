// data-arrange: the pictures of a product are put in order by dragging, with a mouse by the picture itself, with a finger by its
// grip; it is sent where the buttons of the picture send it, and what changes is exchanged in the page. Escape lets go.
const EDGE = 60; // of the window, at which it scrolls along
let held;

const cards = (list) => [...list.children];
const place = () => cards(held.list).indexOf(held.card);

const show = () => {
  for (const one of document.querySelectorAll("[data-grip]")) one.hidden = false;
};

const letGo = (back) => {
  held.card.classList.remove("held");
  if (back) held.list.append(...held.before);
  held = null;
};

// What was typed of pictures and is not saved yet stays; so does what was typed of the product, and whether somebody else saved
// it meanwhile is still noticed: only a version that follows on the one seen is taken for seen.
const take = (answer) => {
  const had = document.getElementById("fotos-dicen");
  const fresh = answer.getElementById("fotos-dicen");
  for (const box of had.querySelectorAll("[name^=alt_], [name^=focus_]"))
    if (fresh.elements[box.name]) fresh.elements[box.name].value = box.value;
  for (const id of ["como-va", "fotos-orden", "fotos-dicen"])
    document.getElementById(id).replaceWith(answer.getElementById(id));
  const seen = document.getElementById("revision");
  const now = answer.getElementById("revision").value;
  if (+now === +seen.value + 1) seen.value = now;
  show();
};

const send = async ({
  card,
  list
}, to) => {
  const form = card.querySelector("[data-move]");
  const button = form.querySelector("[data-to]");
  button.value = to;
  try {
    const said = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, button))
    });
    const answer = new DOMParser().parseFromString(await said.text(), "text/html");
    if (!said.ok) throw new Error(said.status);
    const told = list.dataset.told.replace("{}", to + 1);
    take(answer);
    document.getElementById("fotos-dicho").textContent = told;
  } catch {
    form.requestSubmit(button); // the browser tries itself, and says what is wrong
  }
};

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest("[data-arrange] > li");
  const byPicture = event.pointerType === "mouse" && event.target.localName === "img";
  if (held || !card || event.button || !(byPicture || event.target.closest("[data-grip]"))) return;
  event.preventDefault();
  const list = card.parentElement;
  held = {
    card,
    list,
    before: cards(list)
  };
  list.setPointerCapture(event.pointerId);
  card.classList.add("held");
});

document.addEventListener("pointermove", ({
  clientX,
  clientY
}) => {
  if (!held) return;
  const over = document.elementFromPoint(clientX, clientY)?.closest("li");
  if (over && over !== held.card && over.parentElement === held.list)
    over[cards(held.list).indexOf(over) > place() ? "after" : "before"](held.card);
  const along = clientY < EDGE ? -1 : clientY > innerHeight - EDGE ? 1 : 0;
  if (along) scrollBy({
    top: along * 12,
    behavior: "instant"
  });
});

document.addEventListener("pointerup", () => {
  if (!held) return;
  const [moved, to, from] = [held, place(), held.before.indexOf(held.card)];
  letGo();
  if (to !== from) send(moved, to);
});

document.addEventListener("pointercancel", () => held && letGo(true));
document.addEventListener("keydown", ({
  key
}) => held && key === "Escape" && letGo(true));
show();
