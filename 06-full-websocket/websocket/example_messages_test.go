package websocket_test

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"log"

	"example/websocket/06-full-websocket/websocket"
)

// A message is text or binary. What else is on the wire are control frames, and
// those are not the program's business.
func ExampleOpcode() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()

	client.WriteMessage(websocket.Text, []byte("grüß dich"))
	client.WriteMessage(websocket.Binary, []byte{0xff, 0x00})
	for range 2 {
		switch op, p, err := server.ReadMessage(nil); {
		case err != nil:
			log.Fatal(err)
		case op == websocket.Text:
			fmt.Printf("%s\n", p)
		case op == websocket.Binary:
			fmt.Printf("% x\n", p)
		}
	}
	// Output:
	// grüß dich
	// ff 00
}

// A buffer that is handed back each time grows once, and is then reused.
func ExampleConn_ReadMessage() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()

	for _, s := range []string{"a message of some length", "short", ""} {
		client.WriteMessage(websocket.Text, []byte(s))
	}
	buf := make([]byte, 0, 4096)
	for range 3 {
		_, p, err := server.ReadMessage(buf)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%q, in the same buffer: %v\n", p, &p[:1][0] == &buf[:1][0])
		buf = p // which may have grown
	}
	// Output:
	// "a message of some length", in the same buffer: true
	// "short", in the same buffer: true
	// "", in the same buffer: true
}

// When WriteMessage returns, p is the caller's again, as it was.
func ExampleConn_WriteMessage() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()

	p := []byte("Hello")
	err := client.WriteMessage(websocket.Text, p) // masked on the wire, in a copy
	fmt.Println(string(p), err)
	copy(p, "XXXXX")
	_, got, err := server.ReadMessage(nil)
	fmt.Println(string(got), err)
	fmt.Println(client.WriteMessage(websocket.Opcode(9), nil))
	// Output:
	// Hello <nil>
	// Hello <nil>
	// websocket: a message is Text or Binary, not ping
}

// A message that nobody wants to hold in memory is read in pieces.
func ExampleConn_NextReader() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	go client.WriteMessage(websocket.Binary, make([]byte, 2<<20))

	op, r, err := server.NextReader()
	if err != nil {
		log.Fatal(err)
	}
	sum := crc32.NewIEEE()
	n, err := io.Copy(sum, r)
	fmt.Printf("%v, %d bytes, sum %08x, %v\n", op, n, sum.Sum32(), err)
	// Output:
	// binary, 2097152 bytes, sum 8d89877e, <nil>
}

// A message whose length is not known when it begins is written in pieces: each
// Write is a frame, and the other side sees one message.
func ExampleConn_NextWriter() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()

	w, err := server.NextWriter(websocket.Text)
	if err != nil {
		log.Fatal(err)
	}
	for i := range 3 {
		fmt.Fprintf(w, "line %d\n", i)
	}
	if err := w.Close(); err != nil { // without it, the message does not end
		log.Fatal(err)
	}
	_, p, err := client.ReadMessage(nil)
	fmt.Printf("%q %v\n", p, err)
	// Output:
	// "line 0\nline 1\nline 2\n" <nil>
}

// A relay for messages of any size: it holds none of them whole.
func ExampleConn_relay() {
	front, client := bothEnds(nil, nil)
	defer front.Close()
	defer client.Close()
	service, back := bothEnds(nil, nil)
	defer service.Close()
	defer back.Close()
	go func() {
		op, r, err := front.NextReader()
		if err != nil {
			return
		}
		w, err := back.NextWriter(op)
		if err != nil {
			return
		}
		if _, err := io.Copy(w, r); err != nil {
			back.Close() // half a message is none: do not end it
			return
		}
		w.Close()
	}()

	go client.WriteMessage(websocket.Text, bytes.Repeat([]byte("WebSocket "), 100_000))
	op, p, err := service.ReadMessage(nil)
	fmt.Println(op, len(p), err)
	// Output:
	// text 1000000 <nil>
}

// The answers to requests that came together leave together. Nobody has to flush:
// before ReadMessage waits for more, they go.
func ExampleConn_Queue() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	go func() {
		var buf []byte
		for {
			op, p, err := server.ReadMessage(buf)
			if err != nil {
				return
			}
			server.Queue(op, append(p, '!')) // p may be overwritten at once
			buf = p
		}
	}()

	for _, s := range []string{"one", "two", "three"} {
		client.WriteMessage(websocket.Text, []byte(s))
	}
	for range 3 {
		_, p, err := client.ReadMessage(nil)
		fmt.Println(string(p), err)
	}
	// Output:
	// one! <nil>
	// two! <nil>
	// three! <nil>
}

// Queued messages leave by themselves. Flush is for who wants to know that they
// have, and its error.
func ExampleConn_Flush() {
	server, client := bothEnds(nil, nil)
	defer client.Close()

	server.Queue(websocket.Text, []byte("first"))
	server.Queue(websocket.Text, []byte("second"))
	fmt.Println(server.Flush())
	server.Close() // they have gone before
	for range 2 {
		_, p, err := client.ReadMessage(nil)
		fmt.Println(string(p), err)
	}
	// Output:
	// <nil>
	// first <nil>
	// second <nil>
}
