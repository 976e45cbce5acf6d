package broken

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
)

// A caller is a client of peers with one fault.
type caller struct {
	fault string
	addr  string
}

// slips are the ways to a wrong Sec-WebSocket-Accept, by fault.
var slips = map[string]func(key string) string{
	"M11 the GUID has a space in it": func(key string) string { return hashed(key + strings.Replace(guid, "47DA-", "47DA- ", 1)) },
	"M11 the GUID is one of our own": func(key string) string { return hashed(key + strings.Repeat("0", 36)) },
	"M12 Accept is in hex":           func(key string) string { return hex.EncodeToString(hash(key + guid)) },
	"M12 Accept is of the hash in hex": func(key string) string {
		return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(hash(key + guid))))
	},
	"M12 Accept is of the decoded key":        func(key string) string { b, _ := base64.StdEncoding.DecodeString(key); return hashed(string(b) + guid) },
	"M12 Accept is of a key that ends in \\r": func(key string) string { return hashed(key + "\r" + guid) },
	"M12 Accept is of an empty key":           func(string) string { return hashed(guid) },
}

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

func hash(s string) []byte { sum := sha1.Sum([]byte(s)); return sum[:] }

func hashed(s string) string { return base64.StdEncoding.EncodeToString(hash(s)) }

// Drive is a client with a fault: it asks the judge at addr for n cases, in
// their order if they are few, echoes what comes, and asks for the report.
func Drive(addr, fault string, n int) {
	c := &caller{fault, addr}
	next := make(chan int)
	var all sync.WaitGroup
	for range 1 + n/16 {
		all.Go(func() {
			for i := range next {
				c.open(fmt.Sprintf("/runCase?case=%d", i))
			}
		})
	}
	for i := 1; i <= n; i++ {
		next <- i
	}
	close(next)
	all.Wait()
	(&caller{addr: c.addr}).open("/updateReports") // in good order, whatever the fault
}

// open asks for target, and echoes.
func (c *caller) open(target string) {
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	in, err := c.shake(conn, target)
	if err != nil {
		return
	}
	if c.fault == "M02 bytes behind the response are lost" {
		in = conn
	}
	(&peer{fault: c.fault, role: frame.Client, conn: conn, in: bufio.NewReader(in)}).run()
}

// shake asks for target, and judges the answer. It returns what comes after it.
func (c *caller) shake(conn net.Conn, target string) (io.Reader, error) {
	key := handshake.NewKey()
	if c.fault == "M28 Sec-WebSocket-Key is constant" {
		key = "AQIDBAUGBwgJCgsMDQ4PEA=="
	}
	offer := handshake.Offer{Target: &handshake.Target{Host: c.addr, RequestTarget: target}}
	io.WriteString(conn, c.spoil(string(offer.Append(nil, key)), key))
	if c.fault == "a frame before the answer" {
		conn.Write([]byte("\x81\x80\x01\x02\x03\x04"))
	}
	if c.fault == "M01 one read is the response" {
		b := make([]byte, 4096)
		n, _ := conn.Read(b)
		if !bytes.HasSuffix(b[:n], []byte("\r\n\r\n")) {
			return nil, errors.New("half a response")
		}
		return conn, nil
	}
	read := handshake.ReadFinalResponse
	if c.fault == "the first response is the last" {
		read = handshake.ReadResponse
	}
	r, rest, err := read(conn, handshake.Limits{})
	if err != nil {
		return nil, err
	}
	err = handshake.JudgeResponse(c.repair(r, key), key, offer)
	if err != nil && c.fault == "a refusal is never closed" {
		io.Copy(io.Discard, conn)
	}
	return io.MultiReader(bytes.NewReader(rest), conn), err
}

// spoil puts what is wrong with it into a request.
func (c *caller) spoil(request, key string) string {
	change := map[string][2]string{
		"the request is a POST":          {"GET ", "POST "},
		"the request is HTTP/1.0":        {" HTTP/1.1", " HTTP/1.0"},
		"M09 Host is missing":            {"Host: " + c.addr + "\r\n", ""},
		"Host has no port":               {"Host: " + c.addr, "Host: 127.0.0.1"},
		"Upgrade is missing":             {"Upgrade: websocket\r\n", ""},
		"Connection has no Upgrade":      {"Connection: Upgrade", "Connection: keep-alive"},
		"the version is 8":               {"Version: 13", "Version: 8"},
		"the key has 15 bytes":           {key, base64.StdEncoding.EncodeToString([]byte("fifteen bytes..")[:15])},
		"the key is zero":                {key, base64.StdEncoding.EncodeToString(make([]byte, 16))},
		"the request proves something":   {"\r\n\r\n", "\r\nSec-WebSocket-Accept: " + handshake.AcceptKey(key) + "\r\n\r\n"},
		"the request announces a body":   {"\r\n\r\n", "\r\nContent-Length: 5\r\n\r\n"},
		"the request announces chunks":   {"\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n"},
		"a subprotocol is offered twice": {"\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat, chat\r\n\r\n"},
	}[c.fault]
	return strings.Replace(request, change[0], change[1], 1)
}

// repair makes good what the fault does not look at in a response.
func (c *caller) repair(r *handshake.Response, key string) *handshake.Response {
	field := map[string]string{
		"M21 Upgrade is not looked at":     "Upgrade",
		"M21 Connection is not looked at":  "Connection",
		"M21 Accept is not looked at":      "Sec-WebSocket-Accept",
		"the subprotocol is not looked at": "Sec-WebSocket-Protocol",
		"the extensions are not looked at": "Sec-WebSocket-Extensions",
	}[c.fault]
	value := map[string]string{"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": handshake.AcceptKey(key)}[field]
	switch {
	case c.fault == "M21 the status is not looked at":
		r.Status = 101
	case c.fault == "M10 Connection has to be Upgrade alone" && r.Header.Get("Connection") != "Upgrade":
		r.Header.Del("Connection")
	case c.fault == "M10 Connection has to contain Upgrade" && strings.Contains(strings.ToLower(r.Header.Get("Connection")), "upgrade"):
		r.Header.Set("Connection", "Upgrade")
	case c.fault == "M09 field names are compared with their case" && !strings.Contains(string(r.Head), "\r\nSec-WebSocket-Accept:"):
		r.Header.Del("Sec-WebSocket-Accept")
	case field != "" && value == "":
		r.Header.Del(field)
	case field != "":
		r.Header.Set(field, value)
	case slips[c.fault] != nil && r.Header.Get("Sec-WebSocket-Accept") == slips[c.fault](key):
		r.Header.Set("Sec-WebSocket-Accept", handshake.AcceptKey(key))
	}
	return r
}
