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
