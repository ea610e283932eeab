import Web

extension AuditEvent {
    static let released = AuditEvent("released")
    static let releaseAsked = AuditEvent("release-asked")
}

extension ReceiptUse {
    /// Counted, without a name, in the figures everybody sees.
    static let figures = ReceiptUse(
        "figures", what: "evidence.receipt.figures.what", why: "evidence.receipt.figures.why")
    /// A question was passed on to the member because of what they record.
    static let question = ReceiptUse(
        "question", what: "evidence.receipt.question.what", why: "evidence.receipt.question.why")
}
