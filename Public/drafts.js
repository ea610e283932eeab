// What is being written is kept on the server, sealed for its writer, as it is written: a lost connection loses nothing.
// Nothing is kept in the browser.
const wait = 8000;
for (const note of document.querySelectorAll("[data-draft]")) {
    const form = note.closest("form");
    let timer = 0;
    let kept = "";
    const words = () => new URLSearchParams(new FormData(form)).toString();
    const say = (sentence) => {
        if (note.textContent !== sentence) note.textContent = sentence;
    };
    const keep = async () => {
        timer = 0;
        const now = words();
        if (form.dataset.sent || now === kept) return;
        try {
            const answer = await fetch(form.action, {
                method: "POST",
                body: new URLSearchParams(`${now}&keep=yes`),
                redirect: "manual",
            });
            // A page in the place of being sent on says what is wrong; it comes again when the form is sent.
            if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error();
            kept = now;
            say(note.dataset.draft);
        } catch {
            say(note.dataset.draftFailing);
        }
        if (words() !== kept) later();
    };
    const later = () => {
        if (!timer) timer = setTimeout(keep, wait);
    };
    form.addEventListener("input", later);
}
