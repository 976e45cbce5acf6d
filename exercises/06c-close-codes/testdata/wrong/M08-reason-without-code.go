// This is what it looks like when a Close without a code still gets its reason: the
// other end reads the first two letters as a code.

package codes

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"example/websocket/04-frames/frame"
)

func ValidOnWire(code uint16) bool {
	switch {
	case code >= 1000 && code <= 1003, code >= 1007 && code <= 1014, code >= 3000 && code <= 4999:
		return true
	}
	return false
}

func ParseClose(payload []byte) (code uint16, reason string, err error) {
	switch len(payload) {
	case 0:
		return 1005, "", nil
	case 1:
		return 0, "", frame.NewError(frame.ProtocolError, "5.5.1", "close payload of 1 byte, and a code takes two")
	}
	code = binary.BigEndian.Uint16(payload)
	if !ValidOnWire(code) {
		return 0, "", frame.NewError(frame.ProtocolError, "7.4", fmt.Sprintf("close code %d, which may not be sent", code))
	}
	if !utf8.Valid(payload[2:]) {
		return 0, "", frame.NewError(frame.InvalidPayload, "5.5.1", "close reason is not UTF-8")
	}
	return code, string(payload[2:]), nil
}

func FormatClose(code uint16, reason string) (payload []byte, err error) {
	if code == 1005 {
		return []byte(reason), nil
	}
	if !ValidOnWire(code) {
		return nil, fmt.Errorf("close code %d may not be sent", code)
	}
	if len(reason) > 123 {
		end := 123
		for !utf8.RuneStart(reason[end]) {
			end--
		}
		reason = reason[:end]
	}
	return append(binary.BigEndian.AppendUint16(nil, code), reason...), nil
}
