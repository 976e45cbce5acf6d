// This is what a stream looks like when each write is taken for one read: nothing
// is ever put together, and nothing cut.

package stream

const (
	Apart    = "yes" // "one", "two", the end
	Together = "no"  // "onetwo", the end
	Cut      = "no"  // "on", "etwo", the end
	Turned   = "no"  // "two", "one", the end
	Short    = "no"  // "one", "tw", the end

	ClientLocal  = 40003
	ClientRemote = 15000
	ServerLocal  = 15000
	ServerRemote = 40003
)
