import Storage

@testable import Accounts

/// A passkey's answers as Python's `cryptography` signed them and `fido2` wrote their CBOR: another's bytes than ours.
/// Site `example.org`; the challenges are the bytes 0 to 31, and 32 to 63.
struct PasskeyVector: Sendable {
    let id: String
    let createClient: String
    let attestation: String
    let getClient: String
    let data: String
    let signature: String

    func bytes(_ part: KeyPath<PasskeyVector, String>) -> [UInt8]? { Base64URL.decode(self[keyPath: part]) }

    static let creating = PasskeyCeremony(
        challenge: Array(0..<32), origin: "https://example.org", site: "example.org")
    static let getting = PasskeyCeremony(
        challenge: Array(32..<64), origin: "https://example.org", site: "example.org")

    static let es256 = PasskeyVector(
        id:
            "JU6BIszwG0Yek6bRSA6-cw",
        createClient:
            "eyJ0eXBlIjogIndlYmF1dGhuLmNyZWF0ZSIsICJjaGFsbGVuZ2UiOiAiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EeEFSRW"
            + "hNVUZSWVhHQmthR3h3ZEhoOCIsICJvcmlnaW4iOiAiaHR0cHM6Ly9leGFtcGxlLm9yZyIsICJjcm9zc09yaWdpbiI6"
            + "IGZhbHNlfQ",
        attestation:
            "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViUv6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LVFAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAECVOgSLM8BtGHpOm0UgOvnOlAQIDJiABIVggEpLWdE16ZJCxR99WIj-wz3L_b9zv2Mpz"
            + "dFZqmN39yyMiWCDTcGxBEwF3oPeBxe6uLGzHFiThSzhA3x-xDoCWBkh6sA",
        getClient:
            "eyJ0eXBlIjogIndlYmF1dGhuLmdldCIsICJjaGFsbGVuZ2UiOiAiSUNFaUl5UWxKaWNvS1NvckxDMHVMekF4TWpNME"
            + "5UWTNPRGs2T3p3OVBqOCIsICJvcmlnaW4iOiAiaHR0cHM6Ly9leGFtcGxlLm9yZyIsICJjcm9zc09yaWdpbiI6IGZh"
            + "bHNlfQ",
        data:
            "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUFAAAABw",
        signature:
            "MEYCIQCY25w0sFWn0EBfWCiNIj-0tHyuTwtV7JR1IaF060RfCwIhAJmZ2ae5jwXTpDZrifNiTLOIVeICc5UJiVpCNR"
            + "Av0jna")
    static let edDSA = PasskeyVector(
        id:
            "3NA7TDvrb_J_iljIeMWJzw",
        createClient:
            "eyJ0eXBlIjogIndlYmF1dGhuLmNyZWF0ZSIsICJjaGFsbGVuZ2UiOiAiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EeEFSRW"
            + "hNVUZSWVhHQmthR3h3ZEhoOCIsICJvcmlnaW4iOiAiaHR0cHM6Ly9leGFtcGxlLm9yZyIsICJjcm9zc09yaWdpbiI6"
            + "IGZhbHNlfQ",
        attestation:
            "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVhxv6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LVFAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAENzQO0w762_yf4pYyHjFic-kAQEDJyAGIVggbt_4VyRC-VTBUon_bTuRYomZa9hxG7II"
            + "6m0Ts29DzM0",
        getClient:
            "eyJ0eXBlIjogIndlYmF1dGhuLmdldCIsICJjaGFsbGVuZ2UiOiAiSUNFaUl5UWxKaWNvS1NvckxDMHVMekF4TWpNME"
            + "5UWTNPRGs2T3p3OVBqOCIsICJvcmlnaW4iOiAiaHR0cHM6Ly9leGFtcGxlLm9yZyIsICJjcm9zc09yaWdpbiI6IGZh"
            + "bHNlfQ",
        data:
            "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUFAAAABw",
        signature:
            "hlMEeYXQvQRqkilO7rWU4qehYZBaAN700rNPNyZhRBYXeL2WKjHevFPUWksaFWbqSV5s0cH4wMUjOfBva_XZAg")
}
