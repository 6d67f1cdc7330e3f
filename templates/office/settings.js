// The specimen is drawn anew while a layout is written. Without this, the button does it.
"use strict";
const form = document.getElementById("tata-letak");
let waiting = 0, asked = 0;
const look = async () => {
  const mine = ++asked, body = new FormData(form);
  body.set("look", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
    if (mine !== asked || (answer.status !== 200 && answer.status !== 422)) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = page.getElementById("contoh"), here = document.getElementById("contoh");
    if (mine === asked && shown && here) here.replaceChildren(...shown.childNodes);
  } catch { /* The button says what is wrong. */ }
};
form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 700); });
