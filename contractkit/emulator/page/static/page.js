// The list follows the server, filters are applied while typing, requests open beside the list.
// Everything on the page works without this, but for what comes by itself.
"use strict";
(() => {
  const HOME = "/_contractkit/";
  const MOST_ROWS = 100;
  const find = (selector, within = document) => within.querySelector(selector);
  const results = find("#results");
  const opened = find("#opened");
  const filters = find("#filters");
  const status = find("#status");
  const live = find("#live");
  const wide = matchMedia("(min-width: 60rem)");
  let newest = Number(find("#rows").dataset.newest);
  let arrived = 0;
  let stream = null;
  let typing = 0;
  let asking = null;
  let opening = 0;

  const query = () => {
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(filters)) if (value) words.set(name, value);
    return words;
  };
  const withQuery = (place, words) => (String(words) ? `${place}?${words}` : place);
  const ask = async (url, signal) => {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  const rows = () => [...document.querySelectorAll("#rows .row")];
  const focus = (number) => { const row = find(`[data-n="${number}"]`); if (row) row.focus(); };
  const numberHere = () => (find("[data-opened]") || { dataset: {} }).dataset.opened;

  // What comes
  function listen() {
    if (stream) stream.close();
    stream = null;
    if (document.body.dataset.live !== "yes") return;
    const words = query();
    words.set("after", newest);
    stream = new EventSource(`${HOME}inbox/events?${words}`);
    stream.onopen = () => {
      if (live.classList.contains("warn")) refresh("#notifications");
      live.hidden = false;
      live.className = "live good";
      live.textContent = "live";
    };
    stream.onerror = () => {
      live.className = "live warn";
      live.textContent = "not connected";
      if (stream && stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
    stream.addEventListener("rows", (event) => {
      newest = Number(event.lastEventId);
      insert(event.data);
    });
    stream.addEventListener("change", (event) => { if (event.data === numberHere()) refresh("#notifications"); });
    stream.addEventListener("orders", () => refresh("#answers"));
    stream.addEventListener("cleared", () => { location.href = HOME; });
  }
  function insert(html) {
    const list = find("#rows");
    const scroller = find(".list");
    const before = list.scrollHeight;
    const coming = document.createElement("template");
    coming.innerHTML = html;
    const items = [...coming.content.querySelectorAll("li")];
    for (const item of items) item.classList.add("new");
    list.prepend(coming.content);
    while (list.children.length > MOST_ROWS) list.lastElementChild.remove();
    const nothing = find("#nothing");
    if (nothing) nothing.remove();
    if (scroller.scrollTop > 0) scroller.scrollTop += list.scrollHeight - before;
    arrived += items.length;
    clearTimeout(insert.later);
    insert.later = setTimeout(() => {
      status.textContent = arrived === 1 ? `New request: ${items[0].textContent.trim()}` : `${arrived} new requests`;
      arrived = 0;
    }, 500);
    if (find("#answers .badge")) refresh("#answers");
  }
  async function refresh(part) {
    const page = await ask(location.pathname + location.search).catch(() => null);
    if (!page) return; // the stream says that the connection is lost
    const old = find(part);
    const fresh = find(part, page);
    if (!old || !fresh || old.contains(document.activeElement)) return;
    const folded = [...old.querySelectorAll("details")].map((each) => each.open);
    if (old.open) fresh.open = true;
    old.replaceWith(document.adoptNode(fresh));
    [...fresh.querySelectorAll("details")].forEach((each, place) => { each.open = Boolean(folded[place]); });
  }

  // Filters
  async function filter() {
    if (asking) asking.abort();
    asking = new AbortController();
    const words = query();
    try {
      const page = await ask(withQuery(HOME, words), asking.signal);
      const focused = results.contains(document.activeElement) && document.activeElement.dataset.n;
      results.replaceChildren(...document.adoptNode(find("#results", page)).childNodes);
      if (focused) focus(focused);
      newest = Number(find("#rows").dataset.newest);
      document.body.dataset.live = "yes";
      history.replaceState(null, "", withQuery(numberHere() ? location.pathname : HOME, words));
      mark(numberHere());
      clearTimeout(insert.later); // what came before is not told over what fits
      arrived = 0;
      const count = rows().length;
      status.textContent = count === 1 ? "1 request fits" : `${count} requests fit`;
      listen();
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "The server does not answer.";
    }
  }
  filters.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(filter, 10); });
  filters.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(typing); filter(); });

  // Opening
  function mark(number) {
    for (const row of rows()) {
      if (row.dataset.n === number) row.setAttribute("aria-current", "page");
      else row.removeAttribute("aria-current");
    }
  }
  async function open(url, push) {
    const turn = opening += 1;
    const page = await ask(url).catch(() => null);
    if (turn !== opening) return; // another one was chosen since
    const fresh = page && find("#opened", page);
    if (!fresh) { location.href = url; return; }
    opened.replaceChildren(...document.adoptNode(fresh).childNodes);
    opened.scrollTop = 0;
    document.title = page.title;
    document.body.className = find("[data-opened]") ? "reading" : "listing";
    if (push) history.pushState(null, "", url);
    mark(numberHere());
    prepare();
  }
  results.addEventListener("click", (event) => {
    const row = event.target.closest("a.row");
    if (!row || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(withQuery(row.pathname, query()), true);
  });
  async function close(number) {
    await open(withQuery(HOME, query()), true);
    if (document.activeElement === document.body) focus(number);
  }
  addEventListener("popstate", () => open(location.pathname + location.search, false));

  // Keys
  function lettersAreKeys() {
    try { return localStorage.getItem("keys") !== "off"; } catch { return true; } // it may be blocked
  }
  function step(by) {
    const all = rows();
    const here = all.indexOf(document.activeElement);
    const current = all.findIndex((row) => row.hasAttribute("aria-current"));
    const from = here >= 0 ? here : current;
    const next = all[from < 0 ? 0 : Math.min(Math.max(from + by, 0), all.length - 1)];
    if (next) next.focus();
  }
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = event.target.closest("input, select, textarea");
    if (event.key === "Escape") {
      const sheet = find("#answers");
      if (sheet.open) { sheet.open = false; find("summary", sheet).focus(); }
      else if (writing) step(0);
      else if (numberHere() && wide.matches) close(numberHere());
      else if (numberHere()) location.href = withQuery(HOME, query());
      return;
    }
    if (writing || !lettersAreKeys()) return;
    if (event.key === "/") { event.preventDefault(); find("#search").focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.target.matches("a.row") && event.key === "ArrowDown") { event.preventDefault(); step(1); }
    else if (event.target.matches("a.row") && event.key === "ArrowUp") { event.preventDefault(); step(-1); }
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "keys") localStorage.setItem("keys", event.target.checked ? "on" : "off");
  });

  // Copying
  function prepare() {
    const keys = find("#keys");
    if (keys) keys.checked = lettersAreKeys();
    for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    const name = button.textContent;
    try {
      const text = source.href ? await (await fetch(source.href)).text() : source.textContent;
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      source.closest("details")?.setAttribute("open", "");
      getSelection().selectAllChildren(source);
      button.textContent = "Selected: press Ctrl-C";
    }
    setTimeout(() => { button.textContent = name; }, 1500);
  });

  document.documentElement.classList.add("scripted");
  prepare();
  listen();
  // A hidden page needs no connection: a browser has only a few for one server.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { if (stream) stream.close(); stream = null; } else listen();
  });
})();
