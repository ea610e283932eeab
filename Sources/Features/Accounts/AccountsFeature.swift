// The face comes here.
