package choice

// Your code here.

// OriginAllowed reports whether a page from origin may connect to host. Origins in
// allowed may connect as well as the host's own.
func OriginAllowed(origin, host string, allowed []string) bool {
	return false
}

// Subprotocol returns the subprotocol that the server picks, or "" for none.
func Subprotocol(offered, supported []string) string {
	return ""
}
