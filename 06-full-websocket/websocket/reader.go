package websocket

import "io"

// NextReader waits for the next message and returns a reader of it, for
// messages larger than memory, or for programs that want no buffer of their own
// before there is something to put into it. What is left of the message before
// is dropped.
//
// Read returns io.EOF at the end of the message, and otherwise fails as
// ReadMessage does. Text is checked as it comes: what Read returns is the
// beginning of valid UTF-8, but may end inside a character. The reader allocates
// nothing, and so there is one for the whole connection: it reads whatever
// message is under way.
func (c *Conn) NextReader() (Opcode, io.Reader, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	op, err := c.nextMessage()
	if err != nil {
		return 0, nil, c.fail(err)
	}
	return op, (*reader)(c), nil
}

type reader Conn

// Read reads the message under way.
func (r *reader) Read(p []byte) (int, error) {
	c := (*Conn)(r)
	c.reading.Lock()
	defer c.reading.Unlock()
	if !c.unread {
		return 0, io.EOF
	}
	n, err := c.readMessage(p)
	if err != nil && err != io.EOF {
		return 0, c.fail(err)
	}
	return n, err
}
