"use strict";
/* Comfort on top of pages that work without it: keys, a veil, live figures. */
(() => {
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const memory = {
    get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* then it is forgotten */ } },
  };

  /* ---- keys: every element with data-key answers to it ------------------ */
  const writes = (element) => element && (element.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
    (element.tagName === "INPUT" && !/^(checkbox|radio|range|button|submit)$/.test(element.type)));
  const keysOn = () => memory.get("vigie-keys") !== "off";
  let sent = false;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (writes(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (!keysOn() || $("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const target = $$("[data-key]").find((e) => e.dataset.key === key && !e.hidden);
    if (!target) return;
    event.preventDefault();
    if (writes(target)) target.focus();
    else target.click();
  });

  /* a second stroke while the first is on its way decides nothing more */
  document.addEventListener("submit", (event) => {
    if (event.target.method === "dialog" || event.target.matches("[data-live]")) return;
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });

  /* ---- tones: touching one says that they are right --------------------- */
  const corrected = $("#corrected");
  if (corrected)
    $$("[data-tone]").forEach((box) => box.addEventListener("change", () => { corrected.checked = true; }));

  /* ---- help and veil ---------------------------------------------------- */
  const help = $("#help"), openHelp = $("#open-help");
  if (help && openHelp) {
    openHelp.hidden = false;
    openHelp.addEventListener("click", () => help.showModal());
    const on = $("#keys-on");
    on.checked = keysOn();
    on.addEventListener("change", () => memory.set("vigie-keys", on.checked ? "on" : "off"));
  }
  const veil = $("#veil");
  const setVeil = (on) => {
    root.dataset.veil = on ? "on" : "off";
    if (veil) veil.setAttribute("aria-pressed", String(on));
    $$("mark.harsh").forEach((mark) => { if (on) mark.tabIndex = 0; else mark.removeAttribute("tabindex"); });
  };
  setVeil(memory.get("vigie-veil") === "on");
  if (veil) {
    veil.hidden = false;
    veil.addEventListener("click", () => {
      const on = root.dataset.veil !== "on";
      memory.set("vigie-veil", on ? "on" : "off");
      setVeil(on);
    });
  }

  /* ---- trying a text: the result follows the typing --------------------- */
  const live = $("form[data-live]");
  if (live) {
    let timer = 0, number = 0;
    const ask = async () => {
      const mine = ++number;
      const answer = await fetch(live.action, {
        method: "POST", headers: { "X-Part": "result" }, body: new URLSearchParams(new FormData(live)),
      });
      if (!answer.ok || mine !== number) return;
      /* our own server wrote and escaped it */
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      $("#result").replaceChildren(...part.body.childNodes);
      setVeil(root.dataset.veil === "on");
    };
    live.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 250); });
    live.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); ask(); });
  }

  /* ---- thresholds: what each place of the slider costs ------------------ */
  const number = (value, digits = 0) =>
    value.toLocaleString(root.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits });
  $$(".slide").forEach((slide) => {
    const range = $("input[type=range]", slide), field = $("input[type=number]", slide), cost = $(".cost", slide);
    if (!range || !cost) return;
    const { flagged, right, wrong, missed } = JSON.parse(slide.dataset.costs);
    const show = () => {
      const at = Math.round(Number(range.value) * 100), known = right[at] + wrong[at];
      $(".per-day", cost).textContent = number(flagged[at], flagged[at] < 10 ? 1 : 0);
      $(".right", cost).textContent = known ? number(100 * right[at] / known) + (root.lang === "fr" ? "\u202f%" : "%") : "–";
      $(".known", cost).textContent = number(known);
      $(".missed", cost).textContent = number(missed[at]);
    };
    range.addEventListener("input", () => { field.value = range.value; show(); });
    field.addEventListener("input", () => { range.value = field.value; show(); });
  });

  /* ---- work in the background: look again -------------------------------- */
  const running = $("[data-running]");
  if (running) {
    const look = async () => {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = $("#job", page);
      if (!fresh) return;
      $("#job").replaceWith(fresh);
      if ($("[data-running]")) setTimeout(look, 1500);
    };
    setTimeout(look, 1500);
  }
})();
