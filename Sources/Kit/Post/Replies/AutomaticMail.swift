/// Tells mail that no person wrote from mail that one did, so that no program's answer becomes anybody's words and no two
/// programs answer each other (RFC 3834, 2 and 5).
struct AutomaticMail {
    let phrases: MailPhrases
    /// The addresses that this server's own mail comes from.
    let ours: [MailAddress]
    let isOwn: @Sendable (_ messageID: String) -> Bool

    /// Servers that mail passes; sendmail gives up after 25, Postfix after 50.
    static let mostHops = 30

    /// What a mail is if no person wrote it; nil for a person's.
    func refusal(of mail: InboundMail) -> ReplyRefusal? {
        let fields = mail.fields
        if isOwn(mail) { return .own }
        if fields.all("received").count > Self.mostHops { return .hops }
        if Self.isBounce(mail) { return .bounce }
        if isVacation(mail) { return .vacation }
        if Self.isList(fields) { return .list }
        return Self.isAutomatic(fields) ? .automatic : nil
    }

    /// By what only our mail has. The domain alone would not do: programs make message ids of the address of whoever writes,
    /// and a clinic's people may write from the clinic's own domain.
    private func isOwn(_ mail: InboundMail) -> Bool {
        let loops = mail.fields.all("x-loop").flatMap { MailboxList.read($0) }.compactMap(\.address)
        return (loops + [mail.from].compactMap { $0 }).contains { ours.contains($0) }
            || mail.messageID.map(isOwn) ?? false
    }

    private static let servers = ["mailer-daemon", "postmaster", "mail-daemon"]

    private static func isBounce(_ mail: InboundMail) -> Bool {
        let returns = mail.fields.all("return-path").map {
            String(decoding: $0.utf8.filter { $0 != 0x20 }, as: UTF8.self)
        }
        let local = mail.from?.local.lowercased() ?? ""
        let type = MediaType(mail.fields["content-type"] ?? "")?.name
        return returns.contains("<>") || servers.contains(local) || type == "multipart/report"
    }

    private func isVacation(_ mail: InboundMail) -> Bool {
        let fields = mail.fields
        let named = ["x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply"]
        return fields.all("auto-submitted").contains { Self.word($0) == "auto-replied" }
            || fields.all("precedence").contains { Self.word($0) == "auto_reply" }
            || named.contains { !fields.all($0).isEmpty }
            || phrases.isAbsence(mail.subject)
    }

    private static func isList(_ fields: MailFields) -> Bool {
        ["list-id", "list-post", "list-unsubscribe", "mailing-list"].contains { !fields.all($0).isEmpty }
            || fields.all("precedence").contains { word($0) == "list" }
    }

    private static func isAutomatic(_ fields: MailFields) -> Bool {
        fields.all("auto-submitted").contains { word($0) != "no" }
            || fields.all("precedence").contains { ["bulk", "junk"].contains(word($0)) }
            // Programs ask so not to be answered (MS-OXCMAIL, 2.1.3.2.20); mail that people write does not.
            || fields.all("x-auto-response-suppress").contains { value in
                value.utf8.split(separator: UInt8(ascii: ",")).contains {
                    ["all", "oof", "autoreply"].contains(word(Substring($0)))
                }
            }
    }

    /// What stands before parameters and comments, in lower case.
    private static func word(_ value: some StringProtocol) -> String {
        let words = value.lowercased().utf8.split { $0 == 0x20 || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "(") }
        return words.first.map { String(Substring($0)) } ?? ""
    }
}
