// Package chat lets everybody in a room hear what is said there.
package chat

// A Room is a number of clients. Its zero value is empty and ready, and any
// number of goroutines may use it at once.
type Room struct {
	// Your code here.
}

// Join finishes c's handshake, and makes it a member. Its error is the
// handshake's; after one, c is no member.
func (r *Room) Join(c Client) error {
	return nil
}

// Leave ends c's membership, if it is a member.
func (r *Room) Leave(c Client) {
}

// Broadcast sends text to all the members, and waits for none. A member for whom
// too much waits is closed with 1008, and is a member no more.
func (r *Room) Broadcast(text string) {
}
