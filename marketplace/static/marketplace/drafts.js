// Forms with data-draft="name" keep what was typed in this browser until it has been sent or the person logs out.
// data-draft-of="words": what the form was filled in from; a draft of other words is older than these and is dropped.
// data-draft-ends="name": another form's draft that is no longer needed once this form has been accepted.

const PREFIX = "draft:";
const SENT = "draft-sent";
const WAIT_MS = 400;

const kept = (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type);

function readForm(form) {
  const values = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    const valuesOfName = (values[field.name] ??= []);
    if (!["checkbox", "radio"].includes(field.type)) valuesOfName.push(field.value);
    else if (field.checked) valuesOfName.push(field.value);
  }
  return JSON.stringify(values);
}

function fillForm(form, values) {
  for (const field of form.elements) {
    if (!kept(field) || !(field.name in values)) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = values[field.name].includes(field.value);
    else field.value = values[field.name][0] ?? "";
    const fold = field.closest("details");
    if (fold && (field.checked || (field.value && !field.type.match(/checkbox|radio|select/)))) fold.open = true;
  }
}

function keptDraft(key, of) {
  const draft = JSON.parse(localStorage.getItem(key) ?? "null");
  return draft?.of === of ? draft.values : null;
}

function prepareDraft(form) {
  const key = PREFIX + form.dataset.draft;
  const note = form.querySelector("[data-draft-note]");
  const of = form.dataset.draftOf ?? "";
  const untouched = readForm(form);
  const draft = keptDraft(key, of);
  const keep = () => localStorage.setItem(key, JSON.stringify({ of, values: readForm(form) }));
  // After a mistake the server has sent back what was typed: that is newer than the draft.
  if (draft && draft !== untouched && !form.querySelector(".errors")) {
    fillForm(form, JSON.parse(draft));
    if (note) note.hidden = false;
  }
  note?.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    localStorage.removeItem(key);
    fillForm(form, JSON.parse(untouched));
    note.hidden = true;
  });
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT_MS);
  });
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep();
    const ends = form.dataset.draftEnds ? [PREFIX + form.dataset.draftEnds] : [];
    sessionStorage.setItem(SENT, JSON.stringify([key, ...ends]));
  });
}

function forgetSentDraft(forms) {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  // The same form again means that it was not accepted, or that the network failed: keep the draft.
  const again = forms.map((form) => PREFIX + form.dataset.draft);
  for (const key of sent) if (!again.includes(key)) localStorage.removeItem(key);
}

const forms = [...document.querySelectorAll("form[data-draft]")];
forgetSentDraft(forms);
forms.forEach(prepareDraft);

// The next person at this computer must not find them.
document.querySelector("form[data-clears-drafts]")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
});
