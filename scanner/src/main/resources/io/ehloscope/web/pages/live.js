"use strict";
// Asks this page for itself again while somebody looks at it, and puts what differs in its place. Without it, the page is
// as complete, and loading it again does the same.
(() => {
  const EVERY = 10_000, LONGEST = 60_000, PATIENCE = 10_000;
  const bar = document.getElementById("live");
  const said = bar.querySelector("[role=status]");
  const button = bar.querySelector("button");
  const kept = "ehloscope-paused";
  let tag = null, wait = EVERY, timer = 0, asking = false, failing = false;
  let paused = false;
  try { paused = sessionStorage.getItem(kept) === "yes"; } catch { /* storage is off: every page begins unpaused */ }

  const parts = doc => new Map([...doc.querySelectorAll("[data-live]")].map(part => [part.id, part]));
  const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const say = text => { if (said.textContent !== text) said.textContent = text; };

  const isBeingRead = part => {
    const selection = getSelection();
    return !selection.isCollapsed && selection.containsNode(part, true);
  };

  // What has the focus keeps it: the same link, or else the part that it was in.
  const replace = (old, fresh) => {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const sides = [...old.querySelectorAll("[tabindex]")].map(each => each.scrollLeft);
    old.replaceWith(fresh);
    [...fresh.querySelectorAll("[tabindex]")].forEach((each, i) => { each.scrollLeft = sides[i] || 0; });
    if (focused) {
      const link = focused.getAttribute("href");
      const again = [...fresh.querySelectorAll("a")].find(each => link && each.getAttribute("href") === link);
      if (!again) fresh.tabIndex = -1;
      (again || fresh).focus({ preventScroll: true });
    }
  };

  // Gives false where somebody is reading what would change: it is tried again later.
  const show = html => {
    const doc = new DOMParser().parseFromString(html, "text/html");
    const now = parts(document), fresh = parts(doc);
    if ([...now.keys()].join() !== [...fresh.keys()].join()) {
      location.reload();
      return true;
    }
    const changed = [...fresh].filter(([id, part]) => part.outerHTML !== now.get(id).outerHTML);
    if (changed.some(([id]) => isBeingRead(now.get(id)))) return false;
    changed.forEach(([id, part]) => replace(now.get(id), document.adoptNode(part)));
    document.title = doc.title;
    if (changed.some(([id]) => id !== "head")) say(`Updated at ${clock()}: ${document.querySelector("h1").textContent}`);
    return true;
  };

  const ask = async () => {
    const answer = await fetch(location.href, {
      headers: tag ? { "If-None-Match": tag } : {},
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 304) return;
    if (!answer.ok) throw new Error(`has answered with status ${answer.status}`);
    if (show(await answer.text())) tag = answer.headers.get("ETag");
  };

  const turn = async () => {
    clearTimeout(timer);
    if (paused || document.hidden || asking) return;
    asking = true;
    try {
      await ask();
      wait = EVERY;
      if (failing) say(`Up to date again at ${clock()}.`);
      failing = false;
    } catch (e) {
      wait = Math.min(2 * wait, LONGEST);
      const what = e.message.startsWith("has ") ? e.message : "has not answered";
      if (!failing) say(`The service ${what} since ${clock()}. What is shown here may be old; it is tried again.`);
      failing = true;
    }
    asking = false;
    bar.classList.toggle("failing", failing);
    clearTimeout(timer);
    timer = setTimeout(turn, wait);
  };

  const label = () => {
    button.textContent = paused ? "Resume" : "Pause";
    say(paused ? "Updates are paused." : "This page updates itself.");
  };
  button.addEventListener("click", () => {
    paused = !paused;
    try { sessionStorage.setItem(kept, paused ? "yes" : "no"); } catch { /* as above */ }
    label();
    turn();
  });
  document.addEventListener("visibilitychange", turn);
  label();
  bar.hidden = false;
  timer = setTimeout(turn, EVERY);
})();
