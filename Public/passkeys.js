// Passkeys, where the browser has them: a button that asks for one and sends its answer with the form around it. Without
// them nothing of this is shown, and the form has other ways. Loaded only where a page has such a button.

const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (symbol) => symbol.charCodeAt(0));
const text = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
        .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const credentials = (list) =>
    (list ?? "").split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) }));

// A little less than the server waits.
const timeout = 270_000;

async function get(place) {
    const { rawId, response } = await navigator.credentials.get({
        publicKey: {
            challenge: bytes(place.challenge), rpId: place.site, allowCredentials: credentials(place.credentials),
            userVerification: "required", timeout,
        },
    });
    return {
        "passkey-id": text(rawId), "passkey-client": text(response.clientDataJSON),
        "passkey-data": text(response.authenticatorData), "passkey-signature": text(response.signature),
    };
}

async function create(place) {
    const { response } = await navigator.credentials.create({
        publicKey: {
            challenge: bytes(place.challenge), rp: { id: place.site, name: place.siteName },
            user: { id: bytes(place.user), name: place.userName, displayName: place.userName },
            pubKeyCredParams: place.algorithms.split(" ").map((alg) => ({ type: "public-key", alg: Number(alg) })),
            excludeCredentials: credentials(place.credentials), attestation: "none", timeout,
            // Kept by name only where the device will have it so: a borrowed phone should not list who is a member.
            authenticatorSelection: { residentKey: "discouraged", userVerification: "required" },
        },
    });
    return {
        "passkey-client": text(response.clientDataJSON), "passkey-attestation": text(response.attestationObject),
    };
}

async function ask(place) {
    const failed = place.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
        const answer = await (place.dataset.passkey === "create" ? create : get)(place.dataset);
        const form = place.closest("form");
        for (const [name, value] of Object.entries(answer)) form.elements.namedItem(name).value = value;
        form.requestSubmit();
    } catch {
        // Nobody answered, it was refused, or there was none: the same to whoever sits there.
        failed.hidden = false;
    }
}

if (window.PublicKeyCredential) {
    for (const place of document.querySelectorAll("[data-passkey]")) {
        place.hidden = false;
        place.querySelector("button").addEventListener("click", () => ask(place));
    }
}
