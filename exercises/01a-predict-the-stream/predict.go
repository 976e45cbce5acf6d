// Package stream is what you expect of a stream, before you have looked.
package stream

// A client writes "one", then "two", and closes. The server reads with a buffer of
// 16 bytes until the end. What may the reads bring, on some day, on some network?
// Put "yes" or "no".
//
// Then three clients connect, from the ports 40001, 40002 and 40003, to a server
// that listens on port 15000. Put the ports of the third connection, as its two
// ends see them.
const (
	// Your answer here.
	Apart    = "?" // "one", "two", the end
	Together = "?" // "onetwo", the end
	Cut      = "?" // "on", "etwo", the end
	Turned   = "?" // "two", "one", the end
	Short    = "?" // "one", "tw", the end

	ClientLocal  = 0
	ClientRemote = 0
	ServerLocal  = 0
	ServerRemote = 0
)
