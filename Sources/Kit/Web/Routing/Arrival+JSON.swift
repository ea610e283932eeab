import HTTPTypes
import Hummingbird
import NIOCore

extension Arrival {
    /// What changes something by the right of a cookie must come from a page of this site: a browser sends the cookie
    /// along with whatever another site has it do. Without a cookie, or where none counts, nobody is borrowed.
    func checkSender(_ visit: Visit) throws(Refusal) {
        guard !visit.isReading, cookies.token != nil, visit.route?.isOpenedByCookie != false else { return }
        guard OriginRule.isOurs(request.headers, authority: request.head.authority) else { throw .foreignCall }
    }

    /// A body of JSON of known and allowed size, in UTF-8 and not deep. Whether it is JSON the decoder says.
    func json(limit: Int) async throws -> [UInt8] {
        guard JSONRules.isJSON(request.headers[.contentType] ?? "") else {
            throw Refusal.wrongType(takes: ["application/json"])
        }
        let bytes = Array(try await body(atMost: limit).readableBytesView)
        guard JSONRules.mayBeDecoded(bytes) else { throw Refusal.unreadable }
        return bytes
    }

    /// A body as it came, of one of these media types; parameters of the type are the reader's business.
    func raw(limit: Int, types: [String]) async throws -> [UInt8] {
        let type = (request.headers[.contentType] ?? "").utf8.prefix { $0 != UInt8(ascii: ";") && $0 != 32 }
        guard types.contains(where: { type.elementsEqual($0.utf8) }) else {
            throw Refusal.wrongType(takes: types)
        }
        return Array(try await body(atMost: limit).readableBytesView)
    }
}
