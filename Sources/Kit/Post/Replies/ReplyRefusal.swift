/// Why a mail is passed over in silence. Nobody is told: an answer would go to a program, round in a circle, or to somebody
/// who wrote nothing.
package enum ReplyRefusal: String, Error, Sendable, CaseIterable {
    /// What is no mail: a head that cannot be read.
    case broken
    /// It went to no address that takes replies.
    case notOurs
    /// It went to several of them, and nobody can tell which one was meant.
    case severalPlaces
    /// A mail server says that a mail did not arrive.
    case bounce
    /// Somebody is away, and their mail program says so.
    case vacation
    /// Another program wrote it.
    case automatic
    /// It came over a mailing list, or went out to many.
    case list
    /// It is a mail of this server that came back.
    case own
    /// It has passed more servers than mail does that is not going round in a circle.
    case hops
}

/// Why a reply that somebody wrote cannot be taken. They should hear of it, with what to do instead: nothing that a person
/// wrote is lost without a word. The raw value ends the key of a sentence.
package enum ReplyFault: String, Error, Sendable, CaseIterable {
    /// More than `MailedReplies.limit`: most likely a picture hangs on it.
    case large
    /// More than twenty parts, or parts in parts in parts, deeper than five.
    case tooManyParts
    /// Only the reader whom it is meant for could open it.
    case encrypted
    /// Written in a set of letters that is not read here, or cut off on the way.
    case unreadable
    /// Nothing of their own stands in it: a picture alone, or words where the mail program puts what is answered.
    case noWords
}
