// This is what it looks like when Accept is thought to move each client to a port
// of its own: the server's end gets a number that nobody ever sees.

package stream

const (
	Apart    = "yes" // "one", "two", the end
	Together = "yes" // "onetwo", the end
	Cut      = "yes" // "on", "etwo", the end
	Turned   = "no"  // "two", "one", the end
	Short    = "no"  // "one", "tw", the end

	ClientLocal  = 40003
	ClientRemote = 15003
	ServerLocal  = 15003
	ServerRemote = 40003
)
