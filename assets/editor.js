// The draft's form saves by itself, keeps what could not be sent until it can, takes scopes by the
// keyboard, and shows the text as another reader would see it. Without it the form works as well.
(() => {
  "use strict";
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const bar = document.querySelector("[data-editor-bar]");
  const said = document.querySelector("[data-editor-said]");
  const words = said.dataset;
  const key = `gongkai draft ${form.dataset.editor}`;
  const EVERY_MS = 20000;
  const AFTER_MS = 3000;
  bar.hidden = false;

  const say = (word) => { said.textContent = words[word] || ""; said.dataset.now = word; };
  const fields = () => new URLSearchParams(new FormData(form));
  const version = form.elements.version;

  // Saving.
  let dirty = false;
  let sending = false;
  let stopped = false;
  let timer = 0;

  const keep = () => {
    try { sessionStorage.setItem(key, fields().toString()); } catch { /* full or forbidden */ }
  };
  const forget = () => { try { sessionStorage.removeItem(key); } catch { /* forbidden */ } };

  const send = async () => {
    if (!dirty || sending || stopped) return;
    sending = true;
    dirty = false;
    keep();
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST",
        headers: { accept: "application/json" },
        body: fields(),
        redirect: "manual",
      });
      if (answer.ok) {
        version.value = (await answer.json()).version;
        say("saved");
        if (!dirty) forget();
      } else if (answer.status === 409) {
        stopped = true;
        say("stale");
      } else if (answer.type === "opaqueredirect" || answer.status === 403) {
        stopped = true;
        say("expired");
      } else {
        // What was typed is not yet as it has to be; the button says what is wrong.
        say("later");
      }
    } catch {
      dirty = true;
      say("offline");
    } finally {
      sending = false;
    }
  };

  const changed = (event) => {
    if (!event.isTrusted || stopped) return;
    dirty = true;
    keep();
    say("typing");
    clearTimeout(timer);
    timer = setTimeout(send, AFTER_MS);
    look();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  setInterval(send, EVERY_MS);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
  window.addEventListener("pageshow", () => { stopped = said.dataset.now === "stale"; });

  // What could not be sent the last time.
  const left = (() => { try { return sessionStorage.getItem(key); } catch { return null; } })();
  if (left) {
    const then = new URLSearchParams(left);
    const same = then.get("version") === version.value;
    const differs = [...then].some(([name, value]) => {
      const field = form.elements[name];
      return field && "value" in field && name !== "csrf" && field.value !== value.replace(/\r\n/g, "\n");
    });
    if (same && differs) {
      const restore = document.querySelector("[data-editor-restore]");
      restore.hidden = false;
      restore.querySelector("button").addEventListener("click", () => {
        for (const [name, value] of then) {
          const field = form.elements[name];
          if (field && "value" in field && name !== "csrf" && name !== "version") field.value = value;
        }
        restore.hidden = true;
        dirty = true;
        look();
        send();
      });
    } else if (!same || !differs) {
      forget();
    }
  }

  // Scopes by the keyboard: Alt and a digit in a slice; Alt and an arrow from slice to slice.
  const slices = [...form.querySelectorAll("[data-slice]")];
  const widths = ["public", "registered", "members", "organization", "named"];
  const scopeOf = (slice) => slice.querySelector('select[name^="scope-"]');
  form.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const at = slices.findIndex((slice) => slice.contains(document.activeElement));
    if (at < 0) return;
    const digit = Number(event.code.replace(/^(Digit|Numpad)/, ""));
    if (digit >= 1 && digit <= widths.length) {
      const scope = scopeOf(slices[at]);
      const option = [...scope.options].find((each) => each.value.split(":")[0] === widths[digit - 1]);
      if (option) {
        scope.value = option.value;
        scope.focus();
        dirty = true;
        clearTimeout(timer);
        timer = setTimeout(send, AFTER_MS);
        look();
      }
      event.preventDefault();
    } else if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      const next = slices[at + (event.code === "ArrowDown" ? 1 : -1)];
      if (next) {
        scopeOf(next).focus();
        next.scrollIntoView({ block: "nearest" });
      }
      event.preventDefault();
    }
  });

  // As another reader sees it.
  const views = [...bar.querySelectorAll('input[name="view"]')];
  const here = form.dataset.members.split(" ");
  const sees = (view, value) => {
    const [word, circle] = value.split(":");
    switch (view) {
      case "public": return word === "public";
      case "registered": return word === "public" || word === "registered";
      case "member": return word === "public" || word === "registered" || (word === "members" && here.includes(circle));
      default: return true;
    }
  };
  const look = () => {
    const chosen = views.find((view) => view.checked);
    for (const slice of slices) {
      const hidden = chosen ? !sees(chosen.value, scopeOf(slice).value) : false;
      slice.classList.toggle("unseen", hidden);
      slice.classList.toggle("narrow-scope", scopeOf(slice).value !== "public");
    }
  };
  for (const view of views) view.addEventListener("change", look);
})();
