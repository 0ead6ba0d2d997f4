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
