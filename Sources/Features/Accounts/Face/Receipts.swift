package import Storage

extension AccountsFeature {
    /// Leaves a receipt with one member, in the transaction that uses their data.
    package static func leaveReceipt(_ receipt: Receipt, with member: ID<Person>, in tx: Transaction) throws {
        try ReceiptStore.add(receipt, for: member, in: tx)
    }

    /// Leaves one receipt for all who agree to the use of their health data at that time: each sees it in their list.
    package static func leaveReceiptWithAll(_ receipt: Receipt, in tx: Transaction) throws {
        try ReceiptStore.add(receipt, for: nil, in: tx)
    }
}
