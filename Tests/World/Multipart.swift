package import Markup
package import Storage
package import Web

/// A form with a file as browsers send it: the token, the fields, the file.
package struct Multipart: Sendable {
    package var fields: [(String, String)]
    package var file: [UInt8]
    package var fileName: String
    package var type: String

    package init(
        _ fields: [(String, String)] = [], file: [UInt8], named fileName: String = "file",
        type: String = "application/octet-stream"
    ) {
        (self.fields, self.file, self.fileName, self.type) = (fields, file, fileName, type)
    }

    package static let contentType = "multipart/form-data; boundary=----WorldFormBoundary"

    package func body(token: String) -> [UInt8] {
        var text = ""
        for (name, value) in [("csrf", token)] + fields {
            text += "------WorldFormBoundary\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        text += "------WorldFormBoundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(fileName)\"\r\n"
        text += "Content-Type: \(type)\r\n\r\n"
        return Array(text.utf8) + file + Array("\r\n------WorldFormBoundary--\r\n".utf8)
    }
}

extension World {
    /// Opens the page that a form stands on and sends the form with its file.
    /// - Parameter bytes: sent in the place of the whole.
    package func upload(
        _ target: String, on page: String? = nil, as viewer: Viewer, _ form: Multipart, _ language: Language = .en,
        bytes: [UInt8]? = nil
    ) async -> Exchange {
        let shown = await get(page ?? target, as: viewer, language)
        let cookies = ([await cookies(viewer, language)] + shown.cookies).joined(separator: "; ")
        return await site.respond(
            "POST", target,
            headers: ["Cookie": cookies, "Sec-Fetch-Site": "same-origin", "Content-Type": Multipart.contentType],
            bytes: bytes ?? form.body(token: Browser.token(in: shown) ?? ""))
    }
}
