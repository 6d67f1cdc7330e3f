// What is still going on is asked for again; a roster may be dropped anywhere in its section. Without this the page comes
// anew by itself, and a file is chosen with its button.
"use strict";

const here = document.getElementById("isi");
const going = document.querySelector("[data-going]");
let pause = 500, waiting = 0;

const wait = () => {
  clearTimeout(waiting);
  if (document.hidden) return;
  waiting = setTimeout(again, pause);
  pause = Math.min(pause * 1.4, 10_000);
};

const again = async () => {
  try {
    const answer = await fetch(location.href, { redirect: "manual" });
    // Signed out meanwhile: the door is shown.
    if (answer.type === "opaqueredirect") return location.reload();
    if (answer.ok && show(new DOMParser().parseFromString(await answer.text(), "text/html"))) return;
  } catch { /* The network is away: asked again. */ }
  wait();
};

// Whether it has ended. What says how far it is stays the same element, so that a screen reader tells the change.
const show = (page) => {
  const told = page.querySelector("#isi [role=status]:not(.done)");
  if (!told) return false;
  const ended = !told.hasAttribute("data-going"), rest = [];
  for (let one = told.nextSibling; one; one = one.nextSibling) rest.push(one);
  going.replaceChildren(...told.childNodes);
  if (!ended) return false;
  while (going.nextSibling) going.nextSibling.remove();
  here.append(...rest);
  return true;
};

if (going) {
  document.addEventListener("visibilitychange", () => { pause = 500; if (going.isConnected) wait(); });
  wait();
}

for (const field of document.querySelectorAll("input.drop")) {
  const zone = field.closest("section");
  const over = (is) => zone.classList.toggle("dropping", is);
  zone.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) over(true); });
  zone.addEventListener("dragleave", (event) => { if (!zone.contains(event.relatedTarget)) over(false); });
  zone.addEventListener("drop", (event) => {
    over(false);
    const file = event.dataTransfer.files[0], one = new DataTransfer();
    if (!file) return;
    one.items.add(file);
    field.files = one.files;
    field.focus();
  });
  // A file that misses the section does not take the place of the page.
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  }
}
