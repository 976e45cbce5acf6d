// Package frame is an exercise: see README.md.
package frame

import "example/websocket/04-frames/frame"

// What chapter 04 provides: the error of a broken rule, with its close code.
type (
	Error     = frame.Error
	CloseCode = frame.CloseCode
)

// ProtocolError, 1002, is the code of a broken rule.
const ProtocolError = frame.ProtocolError

// NewError returns the error of one broken rule: its close code, its section of
// RFC 6455, such as "5.2", and in words what came and what is allowed.
func NewError(code CloseCode, section, text string) *Error {
	return frame.NewError(code, section, text)
}
