extension ContactDetails {
    /// Names elsewhere: addresses of mail, names behind an @, names on a network, links that invite, pages that sell.
    func handles() -> [Range<Int>] {
        var (found, index): ([Range<Int>], Int) = ([], 0)
        while index < tokens.count {
            if let place = mail(at: index) ?? invitation(from: index) ?? handle(from: index) ?? page(from: index) {
                found.append(place)
                let end = place.upperBound
                index = tokens[index...].firstIndex { $0.place.lowerBound >= end } ?? tokens.count
            } else {
                index += 1
            }
        }
        return found + spelledAddresses()
    }

    /// "b o b a t p r o t o n d o t m e": letters that stand apart, and an address when they are read together.
    private func spelledAddresses() -> [Range<Int>] {
        words.folded.words.filter { word in
            // Letters that stand apart take more room than they are many.
            guard word.letters.count >= 8, word.place.count >= 2 * word.letters.count - 1 else { return false }
            let letters = String(decoding: words.folded.letters[word.letters], as: UTF8.self)
            return ["dot", "punto"].contains { dot in
                guard let end = letters.ranges(of: dot).last?.upperBound else { return false }
                let sets = text.table.sets(of: Array(letters[end...].utf8)[...])
                return sets.contains { self.sets.end.contains($0) || self.sets.site.contains($0) }
            }
        }.map(\.place)
    }

    // MARK: - Mail

    /// Tokens that an "at" takes: @, arroba, [at], (a); nil where there is none.
    private func at(_ token: Int) -> (last: Int, isCertain: Bool)? {
        if isSign(token, "@") { return (token, true) }
        if isSign(token, "(") || isSign(token, "[") || isSign(token, "{") || isSign(token, "<") {
            let isAt =
                isIn(token + 1, sets.at) || isWord(token + 1) && text.text(token + 1).elementsEqual("a".utf8)
                || isSign(token + 1, "@")
            let isClosed =
                isSign(token + 2, ")") || isSign(token + 2, "]") || isSign(token + 2, "}") || isSign(token + 2, ">")
            return isAt && isClosed ? (token + 2, true) : nil
        }
        guard isIn(token, sets.at) else { return nil }
        // The English word is an ordinary one.
        return (token, !text.text(token).elementsEqual("at".utf8))
    }

    /// The place of an address of mail whose "at" stands at a token.
    private func mail(at token: Int) -> Range<Int>? {
        guard token > 0, isWordOrDigits(token - 1) || isSign(token - 1, "_"), let at = at(token),
            isWordOrDigits(at.last + 1)
        else {
            return nil
        }
        let ends = (at.last + 2..<at.last + 9).filter { isEnd($0) }
        let isProvider = (at.last + 1..<at.last + 3).contains { isIn($0, sets.provider) }
        guard let end = ends.first ?? (isProvider || at.isCertain && !isSign(token, "@") ? at.last + 1 : nil) else {
            return nil
        }
        let isSpelt = isIn(end - 1, sets.dot) || isSign(end - 1, ")")
        guard at.isCertain || isProvider || isSpelt else { return nil }
        // "@" with spaces around it, and a point far behind, is none.
        guard !isSign(token, "@") || isGlued(token + 1) || isProvider || isSpelt else { return nil }
        return place(beginning(before: token), min(end, tokens.count - 1))
    }

    /// com, net, es behind a point, or behind the word for it; also with a slip (c0m).
    private func isEnd(_ token: Int) -> Bool {
        guard tokens.indices.contains(token) else { return false }
        let isBehindPoint =
            isSign(token - 1, ".") || isSign(token - 1, ",") && isGlued(token) || isIn(token - 1, sets.dot)
            || isSign(token - 1, ")") && isIn(token - 2, sets.dot)
            || isSign(token - 1, "]") && isIn(token - 2, sets.dot)
        return isBehindPoint && (isIn(token, sets.end) || text.text(token).elementsEqual("c0m".utf8))
    }

    /// Where a name begins that ends before a token: "margaret dot tibbs fifty one" from "margaret" on.
    private func beginning(before token: Int) -> Int {
        var first = token - 1
        while first > 0, token - first < 10 {
            let isJoined = tokens[first].isGlued || isJoin(first) || isJoin(first - 1) || tokens[first].isSpelled
            guard isJoined else { break }
            first -= 1
        }
        return first
    }

    private func isJoin(_ token: Int) -> Bool {
        isIn(token, sets.dot) || isIn(token, sets.under) || isSign(token, ".") || isSign(token, "_")
    }

    // MARK: - Links

    /// A page of those that sell: healme.com, also with another sign for the point or the word for it.
    private func page(from token: Int) -> Range<Int>? {
        guard isWord(token), isIn(token + 2, sets.site) else { return nil }
        let isPoint =
            (isSign(token + 1, ".") || isSign(token + 1, ",")) && isGlued(token + 1) && isGlued(token + 2)
        return isPoint || isIn(token + 1, sets.dot) ? place(token, token + 2) : nil
    }

    /// `t.me/…`, `bit.ly/…`, also said in words: "t punto me barra".
    private func invitation(from token: Int) -> Range<Int>? {
        guard isWord(token) else { return nil }
        var (link, index): ([UInt8], Int) = ([], token)
        while index < min(tokens.count, token + 5) {
            if isIn(index, sets.dot) || isSign(index, ".") {
                link.append(46)
            } else if isWord(index), index == token || isGlued(index) || isIn(index - 1, sets.dot) {
                link += text.text(index)
                let isLink = text.table.sets(of: link[...]).contains(where: sets.invite.contains)
                if index > token, isLink { return place(token, end(of: index)) }
            } else {
                return nil
            }
            index += 1
        }
        return nil
    }

    /// The last token that is glued to one.
    private func end(of token: Int) -> Int {
        var last = token
        while isGlued(last + 1), isWordOrDigits(last + 1) || isGlued(last + 2) { last += 1 }
        return last
    }

    // MARK: - Names

    private func handle(from token: Int) -> Range<Int>? {
        if isSign(token, "@"), !isGlued(token) || !isWordOrDigits(token - 1) {
            return isName(token + 1, isMarked: true) ? place(token, end(of: token + 1)) : nil
        }
        guard isWordOrDigits(token), !isGlued(token) || isSign(token - 1, "(") else {
            return nil
        }
        if isUnder(token + 1), isWordOrDigits(token + 1) || isWord(token), isNetworkNear(token) {
            return place(token, min(token + 2, tokens.count - 1))
        }
        return isName(token, isMarked: false) ? place(token, end(of: token)) : nil
    }

    /// "underscore", "guion bajo".
    private func isUnder(_ token: Int) -> Bool {
        isIn(token, sets.under)
            && (!isIn(token, sets.filler) || isWord(token + 1) && text.text(token + 1).elementsEqual("bajo".utf8))
    }

    /// A name that no ordinary word is: owl_22, luz.de.luna on a network, owl#4821; behind an @ any that is glued to it.
    private func isName(_ token: Int, isMarked: Bool) -> Bool {
        guard isWordOrDigits(token) else { return false }
        let last = end(of: token)
        let parts = token...last
        if isMarked, isGlued(token), text.text(token).count >= 3, isWord(token) { return true }
        let joins = parts.filter { isSign($0, "_") }
        if !joins.isEmpty, parts.contains(where: isWord) { return true }
        if parts.contains(where: { isSign($0, "#") && isGlued($0) && isFourDigits($0 + 1) }), isWord(token) {
            return true
        }
        let points = parts.dropFirst().dropLast().filter { isSign($0, ".") }
        // Not "A.D.D.", nor "cream...wash".
        let hasPoint =
            !points.isEmpty && !parts.contains(where: isEnd)
            && points.allSatisfy { isWordOrDigits($0 - 1) && isWordOrDigits($0 + 1) && text.text($0 - 1).count > 1 }
        if hasPoint, isWord(token), isMarked || isNetworkNear(token) { return true }
        return isLettersAndDigits(token) && isNetworkNear(token, before: 5, behind: 0)
    }

    private func isFourDigits(_ token: Int) -> Bool { isDigits(token) && text.text(token).count == 4 }

    /// foggyfae88
    private func isLettersAndDigits(_ token: Int) -> Bool {
        let letters = text.text(token)
        guard isWord(token), let digit = letters.firstIndex(where: ContactTokens.isDigit) else { return false }
        return digit - letters.startIndex >= 4 && letters[digit...].allSatisfy(ContactTokens.isDigit)
    }

    private func isNetworkNear(_ token: Int, before: Int = 8, behind: Int = 8) -> Bool {
        isNear(tokens[token].place, sets.network, before: before, behind: behind)
    }
}
