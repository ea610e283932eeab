import Web

extension AuditEvent {
    static let released = AuditEvent("released")
    static let releaseAsked = AuditEvent("release-asked")
}

extension ReceiptUse {
    /// A question that the member asked, to be passed on to people who tried it.
    static let ownQuestion = ReceiptUse(
        "own-question", what: "evidence.receipt.ownQuestion.what", why: "evidence.receipt.ownQuestion.why")
    /// An answer of the member's, passed on to whoever asked.
    static let answer = ReceiptUse("answer", what: "evidence.receipt.answer.what", why: "evidence.receipt.answer.why")
    /// Counted, without a name, in the figures everybody sees: by the rules before.
    static let figures = ReceiptUse(
        "figures", what: "evidence.receipt.figures.what", why: "evidence.receipt.figures.why")
    /// A release was made of what had been drawn by then; whose answers wait is told to nobody, not even here.
    static let drawnFigures = ReceiptUse(
        "drawn-figures", what: "evidence.receipt.figures.what", why: "evidence.receipt.drawnFigures.why")
    /// A question was passed on to the member because of what they record.
    static let question = ReceiptUse(
        "question", what: "evidence.receipt.question.what", why: "evidence.receipt.question.why")
}
