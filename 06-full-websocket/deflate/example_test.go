package deflate_test

import (
	"bytes"
	"fmt"
	"io"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/deflate"
)

// A client offers, a server that is short of memory answers, the client checks.
func ExampleParams() {
	client := deflate.Params{ServerBits: 12}
	offer := client.Offer()
	fmt.Println(offer)

	server := deflate.Params{ServerNoTakeover: true}
	agreed, answer, ok := server.Negotiate([]handshake.Extension{{Name: "x-unknown"}, offer})
	fmt.Println(answer, ok)
	fmt.Printf("%+v\n", agreed)

	_, err := client.Agree([]handshake.Extension{answer})
	fmt.Println(err)
	_, err = client.Agree([]handshake.Extension{{Name: "permessage-deflate"}})
	fmt.Println(err)
	// Output:
	// permessage-deflate; server_max_window_bits=12; client_max_window_bits
	// permessage-deflate; server_no_context_takeover; server_max_window_bits=12 true
	// {ServerNoTakeover:true ClientNoTakeover:false ServerBits:12 ClientBits:0}
	// <nil>
	// deflate: the server's window has 15 bits, at most 12 allowed by server_max_window_bits (RFC 7692 §7.1.2.1)
}

// The RFC's example (§7.2.3.1). With context takeover, the second message can look
// back at the first.
func ExampleCompressor() {
	c := deflate.NewCompressor(0, true)
	defer c.Release()
	hello := c.Append(nil, []byte("Hello"), true)
	fmt.Printf("% x\n", hello)
	again := c.Append(nil, []byte("Hel"), false)
	again = c.Append(again, []byte("lo"), true)
	fmt.Println(len(again) < len(hello))
	// Output:
	// f2 48 cd c9 c9 07 00
	// true
}

func ExampleDecompressor() {
	d := deflate.NewDecompressor(0, true)
	defer d.Release()
	for _, payload := range []string{"\xf2\x48\xcd\xc9\xc9\x07\x00", "\xf2\x00\x11\x00\x00", "Hello"} {
		d.Reset(bytes.NewReader([]byte(payload)))
		p, err := io.ReadAll(d)
		fmt.Printf("%q %v\n", p, err)
	}
	// Output:
	// "Hello" <nil>
	// "Hello" <nil>
	// "" deflate: compressed message that does not inflate (RFC 7692 §7.2.2): flate: corrupt input before offset 5
}
