// This is what a stream looks like when TCP is taken for a heap of packets: they may
// overtake each other, and some may be missing.

package stream

const (
	Apart    = "yes" // "one", "two", the end
	Together = "yes" // "onetwo", the end
	Cut      = "yes" // "on", "etwo", the end
	Turned   = "yes" // "two", "one", the end
	Short    = "yes" // "one", "tw", the end

	ClientLocal  = 40003
	ClientRemote = 15000
	ServerLocal  = 15000
	ServerRemote = 40003
)
