import Markup
import Web

/// The part of a form in which a passphrase is chosen: five offered words, or one's own. Works without script: the
/// offered words travel in the form.
struct NewPassphraseFields: Sendable {
    /// The words shown.
    let offered: String
    /// `offered` or `own`.
    let chosen: String

    /// For a form that is shown the first time.
    init(offering words: String) {
        offered = words
        chosen = "offered"
    }

    /// As somebody sent it; `words` are offered if none came along.
    init(_ fields: FormFields, orOffering words: @autoclosure () -> String) {
        let sent = fields["offered"] ?? ""
        offered = sent.isEmpty || sent.utf8.count > 200 ? words() : sent
        chosen = fields["words"] == "own" ? "own" : "offered"
    }

    /// The two choices and the field. What was typed is not sent back: it would stand in the page's source.
    func html(_ text: Text, errors: FormErrors) -> HTML {
        HTML.hidden("offered", offered)
            + HTML.radios(
                Choices(
                    name: "words", legend: text("accounts.passphrase.legend"), hint: text("accounts.passphrase.hint"),
                    options: [
                        Choice("offered", offered, hint: text("accounts.passphrase.offered.hint")),
                        Choice("own", text("accounts.passphrase.own"), hint: text("accounts.passphrase.own.hint")),
                    ],
                    selected: chosen, error: errors.message(for: "words", text)))
            + HTML.field(
                TextField(
                    name: "passphrase", label: text("accounts.passphrase.field"),
                    hint: text("accounts.passphrase.field.hint"), error: errors.message(for: "passphrase", text),
                    kind: .password, autocomplete: "new-password"))
    }

    /// The passphrase chosen, or nil with its errors in the reader.
    func read(
        _ reader: inout FormReader, pseudonym: PseudonymKey?, blocklist: PassphraseBlocklist
    ) -> (passphrase: Passphrase, raw: String)? {
        let own = reader.secret("passphrase", max: Passphrase.longestBytes)
        let isOwn = reader.choice("words", among: ["offered", "own"], required: "accounts.passphrase.choose") == "own"
        if !isOwn, !own.isEmpty {
            // Taking either without asking would lock somebody out.
            reader.errors.add(field: "words", "accounts.passphrase.both")
            return nil
        }
        let raw = isOwn ? own : offered
        // A name that stands among drawn words by chance leaves the others to be guessed.
        let name = isOwn ? pseudonym : nil
        do {
            return (try Passphrase(choosing: raw, pseudonym: name, blocklist: blocklist), raw)
        } catch {
            reader.errors.add(field: isOwn ? "passphrase" : "words", "accounts.passphrase.fault.\(error.rawValue)")
            return nil
        }
    }
}
