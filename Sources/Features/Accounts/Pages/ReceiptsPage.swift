import Markup
import Storage
import Web

/// `/me/account/receipts`, "Where your data went": each use of a member's data, latest first.
struct ReceiptsPage: Sendable {
    let accounts: AccountsFeature
    /// Of every room.
    let uses: [ReceiptUse]

    var routes: [Route] {
        [.get("/me/account/receipts", .member, show)]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let accounts = accounts
        let (receipts, keys) = try await accounts.database.read { tx in
            (
                try ReceiptStore.own(
                    as: viewer, consents: try ConsentStore.history(as: viewer, in: tx), limit: 200, in: tx),
                try AccessKeyStore.own(as: viewer, seal: accounts.accessKeySeal, in: tx).map(\.key)
            )
        }
        let names = Dictionary(keys.map { ($0.id.description, $0.name) }) { $1 }
        let text = visit.text
        return visit.accountPage(
            text("accounts.receipts.title"), lead: text("accounts.receipts.lead"), errors: FormErrors(),
            receipts.isEmpty
                ? HTML.emptyState(
                    title: text("accounts.receipts.none"), body: text("accounts.receipts.none.body"))
                : table(text, receipts, names, site: visit.settings.name))
    }

    private func table(_ text: Text, _ receipts: [Receipt], _ names: [String: String], site: String) -> HTML {
        HTML.table(
            Table(
                caption: text("accounts.receipts.title"), isCaptionHidden: true,
                columns: [
                    Column(text("accounts.receipts.when")), Column(text("accounts.receipts.who")),
                    Column(text("accounts.receipts.what")), Column(text("accounts.receipts.why")),
                ],
                rows: receipts.map { receipt in
                    [
                        HTML(text: text.dateAndTime(receipt.at)), HTML(text: who(receipt, text, names, site)),
                        HTML(text: sentence(receipt, \.what, text)), HTML(text: sentence(receipt, \.why, text)),
                    ]
                }))
    }

    /// A room that is gone leaves receipts of which only the code is known.
    private func sentence(_ receipt: Receipt, _ part: KeyPath<ReceiptUse, String>, _ text: Text) -> String {
        uses.first { $0.code == receipt.use }.map { text($0[keyPath: part]) } ?? receipt.use
    }

    /// - Parameter names: of the member's keys, by identifier; a receipt outlives its key.
    private func who(_ receipt: Receipt, _ text: Text, _ names: [String: String], _ site: String) -> String {
        switch receipt.user {
        case .site: site
        case .yourself: text("accounts.receipts.you")
        case .key:
            receipt.reference.flatMap { names[$0] }.map { text("accounts.receipts.key.named", ["name": .text($0)]) }
                ?? text("accounts.receipts.key")
        case .role(let role): text("accounts.role.\(role.rawValue)")
        }
    }
}
