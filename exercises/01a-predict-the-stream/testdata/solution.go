// Package stream is what you expect of a stream, before you have looked.
package stream

const (
	Apart    = "yes" // "one", "two", the end
	Together = "yes" // "onetwo", the end
	Cut      = "yes" // "on", "etwo", the end
	Turned   = "no"  // "two", "one", the end
	Short    = "no"  // "one", "tw", the end

	ClientLocal  = 40003
	ClientRemote = 15000
	ServerLocal  = 15000
	ServerRemote = 40003
)
