// This is what a stream looks like to somebody who has seen two writes arrive as
// one, and still believes that no read ends inside of one.

package stream

const (
	Apart    = "yes" // "one", "two", the end
	Together = "yes" // "onetwo", the end
	Cut      = "no"  // "on", "etwo", the end
	Turned   = "no"  // "two", "one", the end
	Short    = "no"  // "one", "tw", the end

	ClientLocal  = 40003
	ClientRemote = 15000
	ServerLocal  = 15000
	ServerRemote = 40003
)
