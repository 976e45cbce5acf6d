// This is what a server that answers 101 to anything looks like. A friendly client
// never notices.

package bouncer

func Judge(*Request) *Refusal { return nil }
