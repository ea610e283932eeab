import CCurl
import Foundation
import Logging
import Storage

/// One thread's connection to the server: a libcurl handle, which makes the connection when it is needed and keeps it.
final class SMTPSession {
    private let handle: UnsafeMutableRawPointer
    private let settings: SMTPSettings
    private let logger: Logger
    private let replies = Replies()

    private static let isReady = ccurl_start() == CURLE_OK

    init?(_ settings: SMTPSettings, logger: Logger) {
        guard Self.isReady, let handle = curl_easy_init() else { return nil }
        (self.handle, self.settings, self.logger) = (handle, settings, logger)
    }

    /// Says goodbye to the server.
    deinit { curl_easy_cleanup(handle) }

    /// Blocks until the server has answered, or has not for as long as it may take.
    func handOver(_ mail: Mail) -> Result<Handover, MailError> {
        let upload = Upload(MailFormat.bytes(of: mail))
        let recipients = curl_slist_append(nil, "<\(mail.to.text)>")
        defer { curl_slist_free_all(recipients) }
        // Nothing of the mail before; connections are kept.
        curl_easy_reset(handle)
        replies.status = nil
        guard set(transport(helloAs: mail.from.domain)), set(message(mail, upload, recipients)) else {
            logger.error("libcurl cannot do what is asked of it")
            return .failure(.refused(permanent: false, code: 0, reason: "libcurl cannot send mail"))
        }
        // The handle has the upload's address without owning it.
        let code = withExtendedLifetime(upload) { curl_easy_perform(handle) }
        let outcome = SMTPOutcome(code: code, reply: ccurl_reply(handle), isSent: upload.isSent, status: replies.status)
        guard let error = outcome.error else { return .success(.taken) }
        hangUp()
        log(mail, outcome)
        return .failure(error)
    }

    /// Ends a connection on which something went wrong. libcurl would keep one whose last answer did not come in time, and
    /// the late answer would be read as the next mail's; or it would wait two minutes for the answer to its goodbye.
    private func hangUp() {
        let socket = ccurl_socket(handle)
        if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private func set(_ results: [CURLcode]) -> Bool { results.allSatisfy { $0 == CURLE_OK } }

    /// How the server is reached.
    private func transport(helloAs name: String) -> [CURLcode] {
        let scheme = settings.encryption == .implicitTLS ? "smtps" : "smtp"
        let host = settings.host.utf8.contains(UInt8(ascii: ":")) ? "[\(settings.host)]" : settings.host
        var results = [
            text(CURLOPT_PROTOCOLS_STR, scheme),
            text(CURLOPT_URL, "\(scheme)://\(host):\(settings.port)/\(name)"),
            // None from the environment.
            text(CURLOPT_PROXY, ""),
            number(CURLOPT_NOSIGNAL, 1),
            number(CURLOPT_CONNECTTIMEOUT_MS, Int(clamping: settings.connectTimeout.wholeMilliseconds)),
            number(CURLOPT_TIMEOUT_MS, Int(clamping: settings.timeout.wholeMilliseconds)),
            number(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)),
            number(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            number(CURLOPT_SSL_VERIFYPEER, 1),
            number(CURLOPT_SSL_VERIFYHOST, 2),
            ccurl_set_silent(handle),
            ccurl_set_replies(handle, readReply, Unmanaged.passUnretained(replies).toOpaque()),
        ]
        if let authorities = settings.authorities {
            // The machine's folder would be looked into beside the file.
            results += [text(CURLOPT_CAINFO, authorities), ccurl_set_text(handle, CURLOPT_CAPATH, nil)]
        }
        if let credentials = settings.credentials {
            results += [
                text(CURLOPT_USERNAME, credentials.user.revealed),
                text(CURLOPT_PASSWORD, credentials.password.revealed),
                // What every server has, and safe within TLS; nothing that would look for a ticket on this machine.
                text(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN"),
            ]
        }
        return results
    }

    /// What is handed over.
    private func message(
        _ mail: Mail, _ upload: Upload, _ recipients: UnsafeMutablePointer<curl_slist>?
    ) -> [CURLcode] {
        guard let recipients else { return [CURLE_OUT_OF_MEMORY] }
        return [
            text(CURLOPT_MAIL_FROM, "<\(mail.from.text)>"),
            ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients),
            number(CURLOPT_UPLOAD, 1),
            ccurl_set_size(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(upload.count)),
            ccurl_set_reader(handle, readUpload, Unmanaged.passUnretained(upload).toOpaque()),
        ]
    }

    private func text(_ option: CURLoption, _ value: String) -> CURLcode { ccurl_set_text(handle, option, value) }
    private func number(_ option: CURLoption, _ value: Int) -> CURLcode { ccurl_set_number(handle, option, value) }

    /// libcurl's name for it is a fixed text; what the server said could name the reader.
    private func log(_ mail: Mail, _ outcome: SMTPOutcome) {
        logger.notice(
            "mail was not taken",
            metadata: [
                "mail": .stringConvertible(mail.id), "reply": .stringConvertible(outcome.reply),
                "sent": .stringConvertible(outcome.isSent),
                "curl": .string(curl_easy_strerror(outcome.code).map { String(cString: $0) } ?? ""),
            ])
    }
}
