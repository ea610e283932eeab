#include <sqlite3.h>

// Swift cannot call a function whose number of arguments is open.
static inline int sqlite3_config_memstatus(int isOn) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, isOn); }
