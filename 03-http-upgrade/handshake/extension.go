package handshake

import (
	"fmt"
	"net/http"
	"strings"
)

// An Extension is one element of Sec-WebSocket-Extensions: a name and
// parameters, in the order in which they came.
type Extension struct {
	Name   string
	Params []Param
}

// A Param is a name, alone (Value is "") or with a value.
type Param struct{ Name, Value string }

// ParseExtensions parses the lines of Sec-WebSocket-Extensions, which are one
// list, such as `permessage-deflate; client_max_window_bits, x-foo; a="b"`. An
// error says where the grammar of RFC 6455 §9.1 is broken; that has to fail
// the handshake.
func ParseExtensions(lines []string) ([]Extension, error) {
	var list []Extension
	for _, line := range lines {
		s := scanner{line}
		for s.more() {
			if s.skip(',') {
				continue // an empty element
			}
			ext, ok := s.extension()
			if !ok || s.more() && !s.skip(',') {
				return nil, fmt.Errorf("Sec-WebSocket-Extensions %.80q breaks the grammar at %.20q", line, s.rest)
			}
			list = append(list, ext)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("Sec-WebSocket-Extensions names no extension")
	}
	return list, nil
}

// extensions parses the Sec-WebSocket-Extensions of h; without one there are none.
func extensions(h http.Header) ([]Extension, error) {
	lines := h.Values("Sec-WebSocket-Extensions")
	if len(lines) == 0 {
		return nil, nil
	}
	return ParseExtensions(lines)
}

// String returns the extension as it stands in Sec-WebSocket-Extensions, such
// as "permessage-deflate; client_max_window_bits=10".
func (e Extension) String() string {
	s := e.Name
	for _, p := range e.Params {
		s += "; " + p.Name
		if p.Value != "" {
			s += "=" + p.Value
		}
	}
	return s
}

// appendExtensions appends the field that names them all, if there are any.
func appendExtensions(dst []byte, list []Extension) []byte {
	if len(list) == 0 {
		return dst
	}
	var texts []string
	for _, e := range list {
		texts = append(texts, e.String())
	}
	return appendField(dst, "Sec-WebSocket-Extensions", strings.Join(texts, ", "))
}

// scanner takes one piece after another from the front of rest, and skips the
// white space between them.
type scanner struct{ rest string }

func (s *scanner) more() bool {
	s.rest = strings.TrimLeft(s.rest, " \t")
	return s.rest != ""
}

func (s *scanner) skip(c byte) bool {
	if !s.more() || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// extension = token *( ";" token [ "=" ( token | quoted-string ) ] )
func (s *scanner) extension() (ext Extension, ok bool) {
	if ext.Name, ok = s.token(); !ok {
		return ext, false
	}
	for s.skip(';') {
		var p Param
		if p.Name, ok = s.token(); !ok {
			return ext, false
		}
		if s.skip('=') {
			if p.Value, ok = s.value(); !ok {
				return ext, false
			}
		}
		ext.Params = append(ext.Params, p)
	}
	return ext, true
}

func (s *scanner) token() (string, bool) {
	s.more()
	n := 0
	for n < len(s.rest) && isTokenByte(s.rest[n]) {
		n++
	}
	token := s.rest[:n]
	s.rest = s.rest[n:]
	return token, n > 0
}

// value takes a token, or a quoted string that is a token once its quotes and
// backslashes are gone.
func (s *scanner) value() (string, bool) {
	if !s.skip('"') {
		return s.token()
	}
	var b strings.Builder
	for i := 0; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			s.rest = s.rest[i+1:]
			return b.String(), isToken(b.String())
		case c == '\\' && i+1 < len(s.rest):
			i++
			b.WriteByte(s.rest[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}
