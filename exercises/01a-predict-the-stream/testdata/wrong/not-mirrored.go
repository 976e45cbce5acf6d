// This is what a connection looks like when local and remote are taken for client
// and server. The words are about whoever is asked: here, and over there.

package stream

const (
	Apart    = "yes" // "one", "two", the end
	Together = "yes" // "onetwo", the end
	Cut      = "yes" // "on", "etwo", the end
	Turned   = "no"  // "two", "one", the end
	Short    = "no"  // "one", "tw", the end

	ClientLocal  = 40003
	ClientRemote = 15000
	ServerLocal  = 40003
	ServerRemote = 15000
)
