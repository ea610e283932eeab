import GRDB
import CLibpq
