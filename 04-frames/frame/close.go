package frame

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A CloseCode says why a connection ends (RFC 6455 §7.4).
type CloseCode uint16

const (
	NormalClosure       CloseCode = 1000 // the purpose is fulfilled
	GoingAway           CloseCode = 1001 // a server shuts down, a page is left
	ProtocolError       CloseCode = 1002 // a rule of the RFC was broken
	UnsupportedData     CloseCode = 1003 // a kind of data not accepted here
	NoStatus            CloseCode = 1005 // local only: the Close had no code
	Abnormal            CloseCode = 1006 // local only: no Close came at all
	InvalidPayload      CloseCode = 1007 // text that is no UTF-8, say
	PolicyViolation     CloseCode = 1008 // no other code fits
	MessageTooBig       CloseCode = 1009 // over the limit
	MandatoryExtension  CloseCode = 1010 // a client misses an extension
	InternalError       CloseCode = 1011 // a server met the unexpected
	ServiceRestart      CloseCode = 1012 // registered later with IANA
	TryAgainLater       CloseCode = 1013 // registered later with IANA
	BadGateway          CloseCode = 1014 // registered later with IANA
	TLSHandshakeFailure CloseCode = 1015 // local only: there never was a connection
)

// MaxReason is how many bytes a Close's reason may have: 125 less the code.
const MaxReason = 123

// ValidOnWire reports whether a Close frame may carry c (§7.4.1, §7.4.2, and
// the codes that IANA has registered since). 1005, 1006 and 1015 are for
// reporting only.
func (c CloseCode) ValidOnWire() bool {
	switch {
	case c >= 1000 && c <= 1003, c >= 1007 && c <= 1014, c >= 3000 && c <= 4999:
		return true
	}
	return false
}

// String returns the code with its name, if it has one.
func (c CloseCode) String() string {
	names := map[CloseCode]string{
		1000: "normal closure", 1001: "going away", 1002: "protocol error",
		1003: "unsupported data", 1005: "no status received", 1006: "abnormal closure",
		1007: "invalid payload", 1008: "policy violation", 1009: "message too big",
		1010: "mandatory extension", 1011: "internal error", 1012: "service restart",
		1013: "try again later", 1014: "bad gateway", 1015: "TLS handshake",
	}
	if name := names[c]; name != "" {
		return fmt.Sprintf("%d %s", uint16(c), name)
	}
	return fmt.Sprint(uint16(c))
}

// ParseClose decodes the payload of a Close frame: nothing (NoStatus), or a
// code and a reason in UTF-8 (§5.5.1). The error is an *Error.
func ParseClose(payload []byte) (code CloseCode, reason string, err error) {
	switch len(payload) {
	case 0:
		return NoStatus, "", nil
	case 1:
		return 0, "", NewError(ProtocolError, "5.5.1",
			"close payload of 1 byte, and a code takes two")
	}
	code = CloseCode(binary.BigEndian.Uint16(payload))
	if !code.ValidOnWire() {
		return 0, "", NewError(ProtocolError, "7.4",
			fmt.Sprintf("close code %v, which may not be sent", code))
	}
	if !utf8.Valid(payload[2:]) {
		return 0, "", NewError(InvalidPayload, "5.5.1", "close reason is not UTF-8")
	}
	return code, string(payload[2:]), nil
}

// AppendClose appends the payload of a Close frame to dst. NoStatus appends
// nothing; a reason is cut to MaxReason bytes, and what is not UTF-8 in it is
// replaced. The caller answers for the code: see ValidOnWire.
func AppendClose(dst []byte, code CloseCode, reason string) []byte {
	if code == NoStatus {
		return dst
	}
	dst = binary.BigEndian.AppendUint16(dst, uint16(code))
	return append(dst, CutReason(strings.ToValidUTF8(reason, "\uFFFD"))...)
}

// AppendGoodbye appends the Close frame that tells the peer why the connection
// ends: for nil a normal closure, for an *Error its code and reason. For any
// other error it appends nothing, since the connection itself has failed.
func AppendGoodbye(dst []byte, err error) []byte {
	var broken *Error
	if errors.As(err, &broken) {
		return Append(dst, Close, AppendClose(nil, broken.Code, broken.Reason()))
	}
	if err != nil {
		return dst
	}
	return Append(dst, Close, AppendClose(nil, NormalClosure, ""))
}

// CutReason cuts s to at most MaxReason bytes, never inside a character.
func CutReason(s string) string {
	if len(s) <= MaxReason {
		return s
	}
	n := MaxReason
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
