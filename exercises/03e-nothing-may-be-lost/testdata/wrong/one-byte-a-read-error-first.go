// This is what the exercise looks like with room for one byte: each byte is a system
// call, and the last is thrown away where io.EOF comes with it. Read in chunks, and
// take the n bytes before you look at the error.

package handover

import (
	"bytes"
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
	for !bytes.HasSuffix(got, []byte("\r\n\r\n")) {
		n, err := r.Read(chunk)
		if err != nil {
			return "", nil, err
		}
		got = append(got, chunk[:n]...)
	}
	return string(got), r, nil
}
