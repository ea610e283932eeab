// Questions that were asked before come as the title of a new one grows. The title goes in the body of a request, never in an
// address.
const wait = 700;
for (const place of document.querySelectorAll("[data-similar]")) {
    const form = place.closest("form");
    const { title, csrf, kind, look } = form.elements;
    let timer = 0;
    let asked = title.value.trim();
    const ask = async () => {
        const words = title.value.trim();
        if (form.dataset.sent || words === asked) return;
        asked = words;
        try {
            const answer = await fetch(form.action, {
                method: "POST",
                body: new URLSearchParams({ csrf: csrf.value, kind: kind.value, title: words, look: "yes" }),
            });
            if (!answer.ok) return;
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const found = page.querySelector("[data-similar]");
            // What was typed since is asked for by itself.
            if (found && words === asked) place.replaceChildren(...found.childNodes);
        } catch {
            // Without a connection the form is the same.
        }
    };
    title.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(ask, wait);
    });
    look.closest("p").remove();
}
