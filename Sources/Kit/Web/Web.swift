import Hummingbird
import Crypto
import HummingbirdCore
import NIOPosix
