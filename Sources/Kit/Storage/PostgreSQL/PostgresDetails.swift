import CLibpq

extension PostgresConnection {
    /// Runs the body and answers what PostgreSQL told beside its answers: the detail of each notice, in its order.
    func details(of body: () throws -> Void) throws -> [String] {
        let told = Told()
        let before = PQsetNoticeReceiver(
            handle,
            { told, result in
                guard let told, let detail = PQresultErrorField(result, CInt(UInt8(ascii: "D"))) else { return }
                Unmanaged<Told>.fromOpaque(told).takeUnretainedValue().details.append(String(cString: detail))
            }, Unmanaged.passUnretained(told).toOpaque())
        // libpq hands its own receiver back, which passes notices on to the processor that was set at the start.
        defer { PQsetNoticeReceiver(handle, before, nil) }
        try withExtendedLifetime(told) { try body() }
        return told.details
    }

    private final class Told {
        var details: [String] = []
    }
}
