package frame

import "strings"

// An Error is what a peer did against the protocol, with the close code that
// answers it. Error returns every rule that was broken.
type Error struct {
	Code   CloseCode
	Broken []Breach // at least one
}

// A Breach is one rule that was broken.
type Breach struct {
	Text    string // what came, and what is allowed
	Section string // of RFC 6455, such as "5.5.1"
}

// NewError returns the error for a single breach.
func NewError(code CloseCode, section, text string) *Error {
	return &Error{Code: code, Broken: []Breach{{text, section}}}
}

// Error returns one line: each breach and its section.
func (e *Error) Error() string {
	return "frame: " + e.text()
}

func (e *Error) text() string {
	var b strings.Builder
	for i, breach := range e.Broken {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(breach.Text + " (RFC 6455 §" + breach.Section + ")")
	}
	return b.String()
}

// Reason returns the text for a Close frame: as many breaches as fit into 123
// bytes whole, or the beginning of the first.
func (e *Error) Reason() string {
	short := *e
	for len(short.Broken) > 1 && len(short.text()) > MaxReason {
		short.Broken = short.Broken[:len(short.Broken)-1]
	}
	return CutReason(short.text())
}
