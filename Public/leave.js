// The fast way out: an empty page that is nobody's takes the place of this one. Loaded where the way stands on the page.
const leave = () => {
    document.documentElement.hidden = true;
    location.replace("about:blank");
};

document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-leave]")) return;
    event.preventDefault();
    leave();
});

// Escape, three times within two seconds.
let presses = [];
document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
        presses = [];
        return;
    }
    presses = [...presses.filter((time) => event.timeStamp - time < 2000), event.timeStamp];
    if (presses.length >= 3) leave();
});
for (const words of document.querySelectorAll("[data-leave-keys]")) words.hidden = false;
