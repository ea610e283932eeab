// How far something has come, as the server tells it; at its end the page is asked for again.
for (const place of document.querySelectorAll("[data-events]")) {
    const bar = place.querySelector("progress");
    const words = place.querySelector("p");
    const source = new EventSource(place.dataset.events);
    source.addEventListener("progress", (event) => {
        const [numbers, sentence] = event.data.split("\n");
        const [done, all] = numbers.split(" ").map(Number);
        if (all) {
            bar.max = all;
            bar.value = done;
        }
        words.textContent = sentence;
    });
    source.addEventListener("end", () => {
        source.close();
        location.reload();
    });
}
