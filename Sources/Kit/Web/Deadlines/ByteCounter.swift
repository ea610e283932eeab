import NIOCore

/// Counts the bytes before the decoder, for the head that never ends.
final class ByteCounter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionGuard

    init(_ connection: ConnectionGuard) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.willDecode(unwrapInboundIn(data))
        context.fireChannelRead(data)
        connection.didDecode()
    }
}
