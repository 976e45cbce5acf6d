package poison

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// A Mode is a browser's way to mask, and the page that its user has open.
type Mode struct {
	Name string
	// Keys is called for each connection and returns what picks the key of each
	// frame. A browser whose Keys is nil does not mask.
	Keys func() (next func() [4]byte)
	Page Page
}

// A Page is the attacker's script. It cannot touch the socket: it asks the
// browser to send payloads, and never sees a key.
type Page func(send Send) error

// Send sends one message and returns the payload of the answer to it.
type Send func(op frame.Opcode, payload []byte) (answer []byte, err error)

// Modes returns the modes of the demo.
func Modes() []Mode {
	return []Mode{
		{"unmasked", nil, sendLure},
		{"masked, fresh random key per frame", fresh, sendLure},
		{"masked, all-zero key", constant([4]byte{}), sendLure},
		{"constant key, page pre-masks", constant(known), premaskWith(known)},
		{"one key per connection, page is told", perConnection, askThenPremask(same)},
		{"fresh key, page replays the old", fresh, askThenPremask(same)},
		{"counting key, page adds one", counting, askThenPremask(plusOne)},
		{"math/rand seed 1, page runs it too", seeded, premaskWith(seeded()())},
	}
}

// How browsers pick keys. Only the first way is allowed (§5.3).

func fresh() func() [4]byte { return mask.NewKey }

func constant(key [4]byte) func() func() [4]byte {
	return func() func() [4]byte { return func() [4]byte { return key } }
}

// known is a constant that stands in the browser's source, for all to read.
var known = [4]byte{0x37, 0xfa, 0x21, 0x3d}

func perConnection() func() [4]byte {
	key := mask.NewKey()
	return func() [4]byte { return key }
}

func counting() func() [4]byte {
	key := mask.NewKey()
	return func() [4]byte {
		key = plusOne(key)
		return key
	}
}

func seeded() func() [4]byte {
	r := rand.New(rand.NewPCG(1, 1))
	return func() (key [4]byte) {
		binary.BigEndian.PutUint32(key[:], r.Uint32())
		return key
	}
}

// What pages do about it.

// sendLure hopes that the browser sends the lure as it is.
func sendLure(send Send) error {
	_, err := send(frame.Text, []byte(Lure))
	return err
}

// premaskWith sends what becomes the lure when the browser masks it with key.
// Such bytes are hardly ever UTF-8, so the message is binary.
func premaskWith(key [4]byte) Page {
	return func(send Send) error {
		_, err := send(frame.Binary, Premask(key, Lure))
		return err
	}
}

// askThenPremask has the attacker's server say which key the page's first
// frame was masked with, and derives from it the key of the second.
func askThenPremask(next func([4]byte) [4]byte) Page {
	return func(send Send) error {
		answer, err := send(frame.Text, []byte(Question))
		if err != nil {
			return err
		}
		key, err := hex.DecodeString(string(answer))
		if err != nil || len(key) != 4 {
			return fmt.Errorf("the page: asked for a key, was told %.40q", answer)
		}
		return premaskWith(next([4]byte(key)))(send)
	}
}

func same(key [4]byte) [4]byte { return key }

func plusOne(key [4]byte) [4]byte {
	binary.BigEndian.PutUint32(key[:], binary.BigEndian.Uint32(key[:])+1)
	return key
}

// Premask returns the payload that masking with key turns into want: masking
// is its own inverse.
func Premask(key [4]byte, want string) []byte {
	b := []byte(want)
	mask.XOR(b, key, 0)
	return b
}
