// What makes the pages pleasanter with a script; every page works without it. Nothing is kept in the browser.

// After a form came back with errors, start where they are listed.
document.getElementById("error-summary")?.focus();

// A form that changes something is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-once")) return;
    if (form.dataset.sent) {
        event.preventDefault();
        return;
    }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
});

// Coming back with the browser's back button, the form can be sent again.
addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
        delete form.dataset.sent;
        for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
});

// Passkeys, on the few pages that ask for one.
if (document.querySelector("[data-passkey]")) import("./passkeys.js");

// Files, on the few pages that take one.
if (document.querySelector("input[type=file]")) import("./files.js");

// What takes long, on the few pages that show it.
if (document.querySelector("[data-events]")) import("./progress.js");

// What is being written, on the few pages where somebody writes for others.
if (document.querySelector("[data-draft]")) import("./drafts.js");

// What was asked before, on the page of a new question.
if (document.querySelector("[data-similar]")) import("./similar.js");

// The fast way out, on the few pages that have one.
if (document.querySelector("[data-leave]")) import("./leave.js");

// Menus close with Escape, and when something else is pressed.
const menus = () => document.querySelectorAll("details.site-menu[open], details.account-menu[open]");
document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
        if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
        menu.open = false;
    }
});
document.addEventListener("click", (event) => {
    for (const menu of menus()) {
        if (!menu.contains(event.target)) menu.open = false;
    }
});

// On paper: where it came from, and when.
addEventListener("beforeprint", () => {
    const date = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    for (const line of document.querySelectorAll(".printed")) line.textContent = `${location.href} · ${date}`;
});
