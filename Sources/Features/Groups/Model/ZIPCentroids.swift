import Foundation

/// Where ZIP codes lie: the Census Bureau's internal points of 33,791 areas (Places/README.md). Read once, at the first
/// question; then a search by halves.
enum ZIPCentroids {
    /// Degrees; nil for a code that no area has: of post office boxes, of nothing.
    static func point(of zip: ZIPCode) -> GeoPoint? { table.point(of: zip.number) }

    static let table = Table(
        Array((try? Data(contentsOf: Bundle.module.bundleURL.appending(path: "Places/zips.csv"))) ?? Data()))

    /// Columns beside each other, by code: a half of a mebibyte.
    struct Table: Sendable {
        private(set) var codes: [UInt32] = []
        private var latitudes: [Float] = []
        private var longitudes: [Float] = []

        /// Reads `03820,43.1864,-70.8836` lines; a line that is none, the heading too, is passed over.
        init(_ bytes: [UInt8]) {
            var rows: [(code: UInt32, latitude: Float, longitude: Float)] = []
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                let cells = line.split(separator: UInt8(ascii: ","))
                guard cells.count == 3, let code = ZIPCode(String(decoding: cells[0], as: UTF8.self)),
                    let latitude = Float(String(decoding: cells[1], as: UTF8.self)),
                    let longitude = Float(String(decoding: cells[2], as: UTF8.self))
                else { continue }
                rows.append((code.number, latitude, longitude))
            }
            rows.sort { $0.code < $1.code }
            (codes, latitudes, longitudes) = (rows.map(\.code), rows.map(\.latitude), rows.map(\.longitude))
        }

        func point(of code: UInt32) -> GeoPoint? {
            var (low, high) = (0, codes.count)
            while low < high {
                let middle = (low + high) / 2
                if codes[middle] < code { low = middle + 1 } else { high = middle }
            }
            guard low < codes.count, codes[low] == code else { return nil }
            return GeoPoint(latitude: Double(latitudes[low]), longitude: Double(longitudes[low]))
        }
    }
}
