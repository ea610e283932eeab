/// What a mail server says about a delivery, finer than its reply code (RFC 3463): `5.1.1`.
package struct MailStatus: Hashable, Sendable, CustomStringConvertible {
    /// 2: delivered, 4: not yet, 5: never.
    package let kind: Int
    /// 1: the address, 2: the mailbox, 7: policy, and others.
    package let subject: Int
    package let detail: Int

    package init(_ kind: Int, _ subject: Int, _ detail: Int) {
        (self.kind, self.subject, self.detail) = (kind, subject, detail)
    }

    /// Reads the status that a text begins with, if it ends there or a blank follows.
    init?(_ text: some Sequence<UInt8>) {
        var (numbers, digits) = ([0], 0)
        for byte in text {
            if byte == UInt8(ascii: "."), digits > 0, numbers.count < 3 {
                numbers.append(0)
                digits = 0
            } else if (48...57).contains(byte), digits < 3 {
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte) - 48
                digits += 1
            } else if [9, 10, 13, 32].contains(byte) {
                break
            } else {
                return nil
            }
        }
        guard numbers.count == 3, digits > 0, [2, 4, 5].contains(numbers[0]) else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }

    /// Whether there is no such address or mailbox, and never will be: a verdict on the address alone. Bad senders (5.1.7,
    /// 5.1.8), full mailboxes (5.2.2), queues that expired (5.4.7), policy (5.7) and what is not said any finer (5.0.0, 5.1.0)
    /// are no such verdict: they pass, or may be about us or the mail.
    package var isBadAddress: Bool {
        kind == 5 && ((subject == 1 && [1, 2, 3, 6, 10].contains(detail)) || (subject == 2 && detail == 1))
    }

    package var description: String { "\(kind).\(subject).\(detail)" }
}
