// This is what a Read for each byte looks like: nothing is ever read too much, and
// a head of 6,000 bytes is 6,000 system calls. Read in chunks, and give back, as
// rest, what came behind the head.

package handover

import (
	"bytes"
	"errors"
	"io"
)

// Answer is the server's side: it reads a request from conn and writes the 101 to
// it. It returns the request's head, and a reader of all that the client sends
// after it.
func Answer(conn io.ReadWriter) (head string, rest io.Reader, err error) {
	head, rest, err = ReadHead(conn)
	if err != nil {
		return "", nil, err
	}
	_, err = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\n"+
		"Upgrade: websocket\r\n"+
		"Connection: Upgrade\r\n"+
		"Sec-WebSocket-Accept: "+AcceptOf(head)+"\r\n"+
		"\r\n")
	return head, rest, err
}

// Ask is the client's side: it writes the request to conn and reads the response
// from it. It returns the response's head, and a reader of all that the server
// sends after it.
func Ask(conn io.ReadWriter, request string) (head string, rest io.Reader, err error) {
	if _, err := io.WriteString(conn, request); err != nil {
		return "", nil, err
	}
	return ReadHead(conn)
}

// ReadHead reads a head from r, and returns it with its blank line, and a reader
// of all that comes after it.
func ReadHead(r io.Reader) (head string, rest io.Reader, err error) {
	var got []byte
	chunk := make([]byte, 1)
	for {
		n, err := r.Read(chunk)
		got = append(got, chunk[:n]...)
		if before, after, ok := bytes.Cut(got, []byte("\r\n\r\n")); ok {
			return string(before) + "\r\n\r\n", io.MultiReader(bytes.NewReader(after), r), nil
		}
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return "", nil, err
		}
	}
}
