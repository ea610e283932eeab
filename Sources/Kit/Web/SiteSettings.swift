package import Post

/// What an operator decides about the site as it is seen from outside.
package struct SiteSettings: Sendable {
    /// The site's name in the header and in titles.
    package var name = "Wayfellow"
    /// Shown on every page.
    package var crisisNumber = "988"
    /// The word to send to it, by language tag; empty where nothing is known of it but the number.
    package var crisisWords: [String: String] = [:]
    /// The local emergency number, shown on every page.
    package var emergencyNumber = "911"
    /// Names that may stand in `Host`, lower case, without port; nil allows loopback names and the address that the
    /// server listens on.
    package var hosts: Set<String>?
    /// Routes with `Access.development` exist, and errors are described in the log.
    package var isDevelopment = false
    /// HTTPS stands in front: `__Host-` cookies with `Secure`, and HSTS.
    package var secureCookies = true
    /// The people shown are made up: every page says so.
    package var syntheticNotice = false
    /// Days that a session's cookie is kept; the session itself may end earlier.
    package var sessionDays = 30
    /// Signs the forms of people who are not signed in, 32 bytes. Processes behind one address must share it; the
    /// default is made anew at each start, and forms opened before a restart then have to be sent twice.
    package var formKey: [UInt8] = RandomBytes.make(32)
    /// By which webhooks are believed.
    package var webhooks = WebhookKeys()
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed.
    package var trustedProxies: Set<String> = []
    /// Whether a role counts only after a second step of signing in. False for demonstrations and tests only.
    package var rolesNeedSecondStep = true
    /// How many processes serve this site: each allows its share of what a route's limit allows, from memory, and at
    /// least one call.
    package var processes = 1
    /// False for benches and tests only: then the limits declared on routes are counted and not kept to.
    package var rateLimits = true
    /// How the site's mail is signed; nil: it sends none, and offers none.
    package var mail: MailTerms?
    /// Deadlines and sizes.
    package var limits = Limits()

    package init() {}
}

/// Sizes, times and numbers beyond which a request is refused. Times in milliseconds.
package struct Limits: Sendable {
    /// From the first byte of a request, or from the opening of the connection, to the end of its head.
    package var headTime: Int64 = 10_000
    /// From the end of the head to the end of the body.
    package var bodyTime: Int64 = 30_000
    /// Bytes a second that a body must bring, after `bodyGrace`.
    package var bodyRate: Int64 = 1_024
    /// How long a body may take to come up to speed.
    package var bodyGrace: Int64 = 5_000
    /// Between two requests of a connection.
    package var idleTime: Int64 = 15_000
    /// From the end of the request to the first byte of the answer; then 503.
    package var handlerTime: Int64 = 5_000
    /// In each such time of an answer a reader must take `readRate` bytes a second, or all there is: one that is slower is
    /// cut off. However long the whole takes.
    package var answerWindow: Int64 = 30_000
    package var readRate: Int64 = 256
    /// How long a refused connection is kept so that the client can read why.
    package var lingerTime: Int64 = 1_000
    /// Bytes of request line and header fields together.
    package var headBytes = 16_384
    package var headFields = 100
    /// Bytes of a form.
    package var formBytes = 65_536
    /// Connections in all, and from one address.
    package var connections = 2_000
    package var connectionsPerAddress = 100
    /// True: the machine itself may open as many connections as there are (benches, a reverse proxy on the same host).
    package var isLoopbackExempt = true
    /// Requests that are being answered at the same time; more get 503.
    package var requestsInFlight = 512
    /// Streams of events that are open at the same time, of one person and in all, and how long one is kept before the
    /// browser has to ask again.
    package var eventStreamsPerPerson = 4
    package var eventStreams = 500
    package var eventsTime: Int64 = 300_000
    /// When nothing was told for so long a reader is shown that the line holds; and so often it is asked whether they may
    /// still be told.
    package var eventsSilence: Int64 = 15_000
    /// Uploads that are under way at the same time, of one person and in all.
    package var uploadsPerPerson = 2
    package var uploads = 32
    /// Bytes of finished pages and pieces of pages kept in memory.
    package var cacheBytes = 64 * 1_024 * 1_024
    /// An answer slower than this is logged.
    package var slowAnswer: Int64 = 1_000

    package init() {}
}
