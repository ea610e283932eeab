// Says that a file is too large before it has been sent in vain. The server looks for itself.
for (const input of document.querySelectorAll("input[type=file][data-most]")) {
    const words = document.getElementById(`${input.id}-large`);
    const isTooLarge = () => [...input.files].some((file) => file.size > Number(input.dataset.most));
    input.addEventListener("change", () => {
        words.hidden = !isTooLarge();
    });
    input.form?.addEventListener("submit", (event) => {
        if (!isTooLarge()) {
            const sending = document.getElementById(`${input.id}-sending`);
            if (sending && input.files.length) sending.hidden = false;
            return;
        }
        event.preventDefault();
        event.stopPropagation();
        words.hidden = false;
        input.focus();
    });
}
