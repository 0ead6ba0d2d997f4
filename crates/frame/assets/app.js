// What a form alone cannot do. Everything here is a comfort: each page works without it.
"use strict";

// "/" goes to the search field.
document.addEventListener("keydown", (event) => {
  const isTyping = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
  const search = document.getElementById("search");
  if (event.key === "/" && !isTyping && search) {
    event.preventDefault();
    search.focus();
  }
});

// A choice marked data-autosubmit sends its form at once.
document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-autosubmit]");
  if (field) field.form.requestSubmit();
});

// A form marked data-confirm asks first.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A bar marked data-poll asks how far the work has come, and shows the outcome once it is there.
document.querySelectorAll("progress[data-poll]").forEach((bar) => {
  const text = document.getElementById(bar.dataset.text);
  const ask = async () => {
    try {
      const answer = await fetch(bar.dataset.poll, { headers: { accept: "application/json" } });
      const state = answer.ok && !answer.redirected ? await answer.json() : { settled: true };
      if (state.settled) return window.location.reload();
      if (state.total > 0) {
        bar.max = state.total;
        bar.value = state.done;
      }
      if (text.textContent !== state.text) text.textContent = state.text;
    } catch {
      // The server does not answer at the moment; ask again.
    }
    return window.setTimeout(ask, 600);
  };
  window.setTimeout(ask, 300);
});

// A text marked data-check is checked while it is written: the server's own findings appear beside it.
document.querySelectorAll("textarea[data-check]").forEach((text) => {
  const place = document.getElementById(text.dataset.into);
  let timer, asking;
  const check = async () => {
    asking?.abort();
    asking = new AbortController();
    const body = new URLSearchParams({ part: "1", body: text.value });
    try {
      const answer = await fetch(text.dataset.check, { method: "POST", body, signal: asking.signal });
      // The server escapes whatever of the text it gives back.
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    } catch {
      // A later keystroke asks again; saving says what is wrong.
    }
  };
  text.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(check, 500);
  });
  place.addEventListener("click", (event) => {
    const line = Number(event.target.closest("[data-line]")?.dataset.line);
    if (!line) return;
    event.preventDefault();
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    text.scrollTop = (text.scrollHeight * (line - 3)) / lines.length;
  });
});
