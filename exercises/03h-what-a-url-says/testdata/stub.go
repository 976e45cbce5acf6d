package wsurl

// Target returns what the parts of a ws or wss URL mean: where to connect to, what
// the handshake asks for, and whether TLS is spoken.
func Target(url string) (network, address, requestTarget, hostHeader string, useTLS bool, err error) {
	// Your code here.
	return "", "", "", "", false, nil
}
