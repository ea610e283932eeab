import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// Watches one connection: its deadlines, the form of each request head, and what goes out when either is broken.
///
/// It stands right after the HTTP/1 decoder. One timer a connection wakes at most every few seconds and looks whether
/// patience has ended, so that a request costs no timer at all; `ConnectionTimes` knows the rules.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: Limits
    private let connections: Connections
    private let answers: GuardAnswers
    private let routes: UncommonRoutes
    private var times = ConnectionTimes(openedAt: ConnectionGuard.now)
    private var timer: Scheduled<Void>?
    private var address: SocketAddress?
    private var isAdmitted = false
    /// Of the request being answered, for the language of the page that says it took too long.
    private var asked = GuardAnswers.Asked()
    /// The head being read, as far as it has come.
    private var unread = ByteBuffer()
    private var closesAfterAnswer = false
    /// Of a request in HTTP/1.0, whose sender takes the end of the connection for the end of the answer.
    private var isOld = false
    private var isRefused = false
    private var ownContext: ChannelHandlerContext?

    init(limits: Limits, connections: Connections, answers: GuardAnswers, routes: UncommonRoutes) {
        self.limits = limits
        self.routes = routes
        self.connections = connections
        self.answers = answers
    }

    static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000) }

    func handlerAdded(context: ChannelHandlerContext) {
        ownContext = context
        if context.channel.isActive { open(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        close()
        ownContext = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        open(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        close()
        context.fireChannelInactive()
    }

    private func open(_ context: ChannelHandlerContext) {
        guard timer == nil else { return }
        address = context.channel.remoteAddress
        isAdmitted = connections.admit(address)
        times = ConnectionTimes(openedAt: Self.now)
        if !isAdmitted { refuse(context, .serviceUnavailable) }
        schedule(context)
    }

    private func close() {
        timer?.cancel()
        timer = nil
        if isAdmitted { connections.release(address) }
        isAdmitted = false
    }

    // MARK: What comes in

    /// Called by `ByteCounter` before and after the decoder sees the bytes.
    func willDecode(_ bytes: ByteBuffer) {
        if times.headBytes == 0 {
            unread = times.isAtHead ? bytes : ByteBuffer()
        } else if times.headBytes <= limits.headBytes {
            unread.writeImmutableBuffer(bytes)
        }
        times.received(bytes: bytes.readableBytes, at: Self.now)
    }

    func didDecode() {
        guard let ownContext, times.headBytes > limits.headBytes, !times.isLingering else { return }
        refuseUnread(ownContext, .requestHeaderFieldsTooLarge)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What follows a refused request is read and dropped, so that the client gets to read the refusal.
        guard !times.isLingering else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let route = routes.route(of: head)
            unread = ByteBuffer()
            times.receivedHead(at: Self.now, for: route?.deadline ?? .site)
            // Whose turn it is to be answered decides what a refusal looks like.
            if times.unanswered == 1 { asked = .init(head, route: route) }
            if let status = HeadRules.refusal(of: head) { return refuse(context, status) }
            if head.version.minor == 0 { isOld = true }
            if wantsToBeAsked(head, atMost: route?.bodyBytes ?? limits.formBytes) { askForBody(context) }
        case .body(let bytes):
            times.receivedBody(bytes: bytes.readableBytes)
        case .end:
            times.receivedEnd(at: Self.now)
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The decoder could not read it; Hummingbird would answer 400 without a word and wait for the client to go. Where an
        // earlier request is still being answered it does so behind that answer; not for ever.
        if times.unanswered == 0, !times.isLingering, error is HTTPParserError {
            refuseUnread(context, times.headBytes > limits.headBytes ? .requestHeaderFieldsTooLarge : .badRequest)
        } else {
            times.linger(from: Self.now)
            schedule(context)
        }
        context.fireErrorCaught(error)
    }

    /// Whether the body is held back until it is asked for (RFC 9110, 10.1.1). One that is too large is not: its sender
    /// gets the refusal in its place.
    private func wantsToBeAsked(_ head: HTTPRequestHead, atMost most: Int) -> Bool {
        guard !isOld, times.unanswered == 1, let expected = head.headers.first(name: "expect") else { return false }
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        return expected.lowercased() == "100-continue" && length <= most
    }

    private func askForBody(_ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    // MARK: What goes out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isRefused {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            times.answerBegan(at: Self.now)
            closesAfterAnswer = isOld || head.headers.first(name: "connection") == "close"
            if isOld { head.headers.replaceOrAdd(name: "connection", value: "close") }
            let isOurs = isOld
            guard head.status.code == 400, !head.headers.contains(name: "content-security-policy") else {
                return context.write(isOurs ? wrapOutboundOut(.head(head)) : data, promise: promise)
            }
            // Written by the library for what its parser refused.
            for field in answers.always { head.headers.replaceOrAdd(name: field.name.rawName, value: field.value) }
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let body):
            if case .byteBuffer(let bytes) = body { times.answerHanded(bytes: bytes.readableBytes) }
            context.write(data, promise: promise)
        case .end:
            end(context, data, promise)
        }
    }

    /// An answer has ended when its last byte has been taken, not when it was handed over: to an old telephone that is
    /// minutes later.
    private func end(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?) {
        let written = promise ?? context.eventLoop.makePromise()
        let ending = NIOLoopBound((me: self, context: context), eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in
            let (me, context) = ending.value
            me.times.answerEnded(at: Self.now)
            if me.closesAfterAnswer, me.ownContext != nil { me.finish(context) }
        }
        context.write(data, promise: written)
        if closesAfterAnswer { context.flush() }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output, !isRefused {
            // What is still to be read is read first, at the reader's pace.
            if times.isAnswering { closesAfterAnswer = true } else { times.linger(from: Self.now) }
            schedule(context)
        }
        context.close(mode: mode, promise: promise)
    }

    /// Answers for the page, closes the sending half and gives the client a moment to read.
    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponseStatus) {
        isRefused = true
        let answer = answers.answer(status, to: asked)
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        finish(context)
    }

    /// The same for a head that was not read to its end: as its line asks for.
    private func refuseUnread(_ context: ChannelHandlerContext, _ status: HTTPResponseStatus) {
        if times.unanswered == 0 { asked.read(unread.readableBytesView) }
        refuse(context, status)
    }

    private func finish(_ context: ChannelHandlerContext) {
        times.linger(from: Self.now)
        context.close(mode: .output, promise: nil)
        schedule(context)
    }

    // MARK: The timer

    /// Looks again at the deadline, but at the latest when the shortest patience that may begin meanwhile would end.
    private func schedule(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let shortest = min(limits.headTime, limits.bodyGrace, limits.idleTime, limits.handlerTime)
        let next = min(times.deadline(limits)?.at ?? .max, Self.now + max(shortest, 1))
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        let me = NIOLoopBound(self, eventLoop: context.value.eventLoop)
        timer = context.value.eventLoop.scheduleTask(in: .milliseconds(max(next - Self.now, 1))) {
            me.value.look(context.value)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        if let pending = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes) {
            times.answerPending(bytes: pending, at: Self.now, limits)
        }
        guard let deadline = times.deadline(limits), deadline.at <= Self.now else { return schedule(context) }
        switch deadline.verdict {
        case .close: context.close(promise: nil)
        case .answerUnavailable: refuse(context, .serviceUnavailable)
        }
    }
}
