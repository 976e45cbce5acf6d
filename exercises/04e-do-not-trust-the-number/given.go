// Package reading is an exercise: see README.md.
package reading

import "example/websocket/04-frames/frame"

// What chapter 04 provides: a header, and the error of a broken rule.
type (
	Header    = frame.Header
	Error     = frame.Error
	CloseCode = frame.CloseCode
)

const (
	// MaxHeader is the longest a header can be, in bytes.
	MaxHeader = frame.MaxHeader
	// ProtocolError, 1002, is the code of a broken rule.
	ProtocolError = frame.ProtocolError
	// MessageTooBig, 1009, is the code of what is over the limit.
	MessageTooBig = frame.MessageTooBig
)

// Parse decodes the header at the beginning of b. Its size says how many bytes
// the header takes, and two bytes in b are enough to know it.
func Parse(b []byte) (h Header, size int) { return frame.Parse(b) }

// NewError returns the error of one broken rule: its close code, its section of
// RFC 6455, such as "5.2", and in words what came and what is allowed.
func NewError(code CloseCode, section, text string) *Error {
	return frame.NewError(code, section, text)
}
