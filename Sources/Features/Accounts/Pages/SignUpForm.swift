import Markup
import Post
import Safety
import Web

/// What somebody sends to join, read and checked.
struct SignUpForm: Sendable {
    /// 128 random bits that came with the form: the same form sent twice makes one account.
    let id: [UInt8]
    let pseudonym: Pseudonym
    let passphrase: Passphrase
    /// The five words, when they were chosen, to be shown once more.
    let offered: String?
    let contact: Contact
    /// On a phone or computer that others use too.
    let isShared: Bool

    enum Outcome {
        case ready(SignUpForm)
        /// They say that they are younger: nothing is kept, whatever else was sent.
        case young
        case faulty(FormErrors)
    }

    /// - Parameter look: says what a name holds that others should not read.
    static func read(_ fields: FormFields, words: WordLists, look: (String) -> NameFinding?) -> Outcome {
        var reader = FormReader(fields)
        let pseudonym = readPseudonym(&reader, words: words)
        let choice = NewPassphraseFields(fields, orOffering: "")
        let chosen = choice.read(&reader, pseudonym: pseudonym?.key, blocklist: words.blocklist)
        if let pseudonym, let chosen, pseudonym.reveals(chosen.raw) {
            reader.errors.add(field: "pseudonym", "accounts.pseudonym.fault.passphrase")
        }
        let age = reader.choice("age", among: ["yes", "no"], required: "accounts.signUp.age.required")
        let contact = ContactForm.read(&reader)
        if let found = pseudonym.flatMap({ look($0.text) }) {
            let key = "accounts.pseudonym.fault.\(found.kind.rawValue)"
            reader.errors.add(field: "pseudonym", key, ["words": .text(found.words)])
        }
        if age == "no" { return .young }
        guard reader.errors.isEmpty, let pseudonym, let chosen else { return .faulty(reader.errors) }
        return .ready(
            SignUpForm(
                id: Hex.bytes(id(fields)) ?? RandomBytes.make(16), pseudonym: pseudonym, passphrase: chosen.passphrase,
                offered: choice.chosen == "offered" ? chosen.raw : nil, contact: contact,
                isShared: reader.isOn("shared")))
    }

    func secret(_ purpose: String, _ accounts: AccountsFeature) -> [UInt8] {
        accounts.formSecret(purpose, of: id, pseudonym.key, passphrase)
    }

    /// The code of the account that the form makes.
    func recovery(_ accounts: AccountsFeature) -> RecoveryCode {
        RecoveryCode(secret: secret("recovery code", accounts))
    }

    /// The form's identifier as it was sent, or a new one.
    static func id(_ fields: FormFields) -> String {
        let sent = fields["form"] ?? ""
        return sent.utf8.count == 32 && Hex.bytes(sent) != nil ? sent : Hex.text(RandomBytes.make(16))
    }

    private static func readPseudonym(_ reader: inout FormReader, words: WordLists) -> Pseudonym? {
        let raw = reader.text("pseudonym", max: 10_000, required: "accounts.pseudonym.fault.empty")
        guard !raw.isEmpty else { return nil }
        do {
            return try Pseudonym(raw, reserved: words.reserved)
        } catch {
            reader.errors.add(field: "pseudonym", "accounts.pseudonym.fault.\(error.rawValue)")
            return nil
        }
    }
}

/// The two optional addresses.
enum ContactForm {
    static func read(_ reader: inout FormReader) -> Contact {
        let email = reader.text("email", max: 10_000)
        let phone = reader.text("phone", max: 60)
        let contact = Contact(email: MailAddress(ofPerson: email), phone: PhoneNumber(phone))
        if !email.isEmpty, let fault = MailAddress.fault(ofPerson: email) {
            reader.errors.add(field: "email", "accounts.contact.email.fault.\(fault.rawValue)")
        }
        if !phone.isEmpty, contact.phone == nil { reader.errors.add(field: "phone", "accounts.contact.phone.fault") }
        return contact
    }

    /// - Parameter besideEmail: what belongs to the e-mail address.
    static func html(
        _ text: Text, email: String, phone: String, besideEmail: HTML = .empty, errors: FormErrors
    ) -> HTML {
        HTML.field(
            TextField(
                name: "email", label: text("accounts.contact.email"), value: email,
                error: errors.message(for: "email", text), kind: .email, autocomplete: "email",
                optional: text("accounts.optional")))
            + besideEmail
            + HTML.field(
                TextField(
                    name: "phone", label: text("accounts.contact.phone"), hint: text("accounts.contact.phone.hint"),
                    value: phone, error: errors.message(for: "phone", text), kind: .tel, autocomplete: "tel",
                    optional: text("accounts.optional")))
    }
}
