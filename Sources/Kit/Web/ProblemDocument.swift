import Markup

extension Failure {
    /// RFC 9457. Errors of fields stand under `errors`; `type` names the kind of failure, in every language alike.
    func problemDocument(_ text: Text, id: String?, isForPrograms: Bool) -> [UInt8] {
        var members = [
            #""type":"urn:wayfellow:problem:\#(name)""#,
            #""title":\#(JSONText.quoted(title(text, isForPrograms: isForPrograms)))"#, #""status":\#(status)"#,
            #""detail":\#(JSONText.quoted(body(text, isForPrograms: isForPrograms)))"#,
        ]
        if let id { members.append(#""instance":"urn:wayfellow:error:\#(id)""#) }
        if let errors {
            let list = errors.messages(text).map {
                #"{"field":\#(JSONText.quoted($0.field)),"message":\#(JSONText.quoted($0.message))}"#
            }
            members.append(#""errors":[\#(list.joined(separator: ","))]"#)
        }
        return Array("{\(members.joined(separator: ","))}\n".utf8)
    }
}

/// Strings of JSON (RFC 8259, section 7).
enum JSONText {
    static func quoted(_ text: String) -> String {
        var scalars = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": scalars.append(contentsOf: "\\\"".unicodeScalars)
            case "\\": scalars.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": scalars.append(contentsOf: "\\n".unicodeScalars)
            case _ where scalar.value < 0x20:
                scalars.append(contentsOf: ("\\u00" + Hex.text([UInt8(scalar.value)])).unicodeScalars)
            default: scalars.append(scalar)
            }
        }
        scalars.append("\"")
        return String(scalars)
    }
}
