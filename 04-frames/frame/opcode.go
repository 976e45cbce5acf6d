package frame

import "fmt"

// An Opcode says what a frame is (RFC 6455 §5.2, §11.8).
type Opcode byte

const (
	Continuation Opcode = 0x0 // more of the message under way
	Text         Opcode = 0x1 // begins a message of UTF-8 text
	Binary       Opcode = 0x2 // begins a message of any bytes
	Close        Opcode = 0x8 // control: goodbye
	Ping         Opcode = 0x9 // control: are you there?
	Pong         Opcode = 0xA // control: I am
)

// Control reports whether op is a control opcode: the numbers from 8 on, the
// reserved ones included (§5.5).
func (op Opcode) Control() bool { return op&0x8 != 0 }

// Data reports whether op begins a message: text or binary (§5.6).
func (op Opcode) Data() bool { return op == Text || op == Binary }

// Known reports whether the RFC gives op a meaning.
func (op Opcode) Known() bool { return op <= Binary || op >= Close && op <= Pong }

// String returns the opcode's name.
func (op Opcode) String() string {
	switch op {
	case Continuation:
		return "continuation"
	case Text:
		return "text"
	case Binary:
		return "binary"
	case Close:
		return "close"
	case Ping:
		return "ping"
	case Pong:
		return "pong"
	}
	return fmt.Sprintf("reserved opcode %#x", byte(op))
}
