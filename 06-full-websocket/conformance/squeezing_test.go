package conformance_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example/websocket/02-tcp-echo/finish"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/06-full-websocket/deflate"
)

// A squeezer echoes compressed messages, as a server or as a client. A fault, if
// it is not "", is the one rule that it breaks.
type squeezer struct {
	fault string
	role  frame.Role
	conn  net.Conn
	in    *bufio.Reader
	on    bool // compression was agreed on
	c     *deflate.Compressor
	d     *deflate.Decompressor
	op    frame.Opcode
	rsv   byte
	open  bool
	all   []byte // payloads of the message
}

// accept answers a client's request.
func (s *squeezer) accept() error {
	r, err := http.ReadRequest(s.in)
	if err != nil {
		return err
	}
	var list []handshake.Extension
	if lines := r.Header.Values("Sec-WebSocket-Extensions"); len(lines) > 0 {
		if list, err = handshake.ParseExtensions(lines); err != nil {
			fmt.Fprintf(s.conn, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
			return err
		}
	}
	agreed, answer, ok := deflate.Params{}.Negotiate(s.spoil(list))
	if s.fault == "it refuses a handshake for a bad offer" && !ok && len(list) > 0 {
		fmt.Fprintf(s.conn, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
		return errors.New("refused")
	}
	line := ""
	if s.on = ok; ok {
		line = "Sec-WebSocket-Extensions: " + s.spoilAnswer(answer.String(), list) + "\r\n"
	}
	fmt.Fprintf(s.conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s\r\n",
		handshake.AcceptKey(r.Header.Get("Sec-WebSocket-Key")), line)
	s.begin(agreed)
	return nil
}

// begin sets up what was agreed on.
func (s *squeezer) begin(p deflate.Params) {
	ours, theirs, alone, theyAlone := p.ServerBits, p.ClientBits, p.ServerNoTakeover, p.ClientNoTakeover
	if s.role == frame.Client {
		ours, theirs, alone, theyAlone = theirs, ours, theyAlone, alone
	}
	switch s.fault {
	case "the window is too large":
		ours = 15
	case "it takes over though it must not":
		alone = false
	case "it does not take over what it reads":
		theyAlone = true
	case "the window for what it reads is too small":
		theirs = 9
	}
	s.c, s.d = deflate.NewCompressor(ours, !alone), deflate.NewDecompressor(theirs, !theyAlone)
}

// spoil makes offers, or an answer, that break the rules look good.
func (s *squeezer) spoil(list []handshake.Extension) []handshake.Extension {
	for i := range list {
		list[i].Params = slices.Clone(list[i].Params)
		list[i].Params = slices.DeleteFunc(list[i].Params, func(p handshake.Param) bool {
			number := strings.HasSuffix(p.Name, "_bits")
			switch s.fault {
			case "unknown parameters pass":
				return !strings.Contains(p.Name, "_")
			case "any value passes":
				return number && (len(p.Value) > 2 || p.Value < "8" && len(p.Value) == 1)
			case "leading zeros pass":
				return number && strings.HasPrefix(p.Value, "0")
			case "flags have values":
				return !number && p.Value != ""
			}
			return false
		})
		if s.fault == "duplicates pass" {
			list[i].Params = slices.Compact(list[i].Params)
		}
	}
	switch s.fault {
	case "only the first offer counts":
		return list[:min(1, len(list))]
	case "it declines":
		return nil
	}
	return list
}

func (s *squeezer) spoilAnswer(answer string, list []handshake.Extension) string {
	switch s.fault {
	case "it answers what was not offered":
		return answer + "; client_max_window_bits=15"
	case "it answers without a value":
		return answer + "; client_max_window_bits"
	case "it answers more bits":
		return strings.Replace(answer, "server_max_window_bits=9", "server_max_window_bits=15", 1)
	case "it answers 15 bits for the client":
		return answer + "; client_max_window_bits=15"
	case "it leaves out what it agreed on":
		answer, _, _ = strings.Cut(answer, ";")
	case "it answers every offer":
		return strings.TrimSuffix(strings.Repeat(answer+", ", len(list)), ", ")
	}
	return answer
}

// serve is a connection from behind its handshake to its end.
func (s *squeezer) serve() {
	err := s.talk()
	var broken *frame.Error
	if errors.As(err, &broken) {
		s.write(frame.Header{Fin: true, Opcode: frame.Close}, frame.AppendClose(nil, broken.Code, ""))
	}
	if s.role == frame.Client {
		io.Copy(io.Discard, s.in) // the server ends the connection
		return
	}
	finish.Close(s.conn, time.Second)
}

// talk echoes until somebody says goodbye (nil), breaks a rule, or leaves.
func (s *squeezer) talk() error {
	for {
		rules := frame.Rules{From: frame.Client, Place: frame.Between, Limit: 20 << 20, Had: int64(len(s.all))}
		if s.role == frame.Client {
			rules.From = frame.Server
		}
		if s.open {
			rules.Place = frame.Inside
		}
		if s.on || s.fault == "RSV1 without an agreement" {
			rules.Rsv = 4
		}
		if b, err := s.in.Peek(1); err == nil && s.fault == "RSV1 anywhere" && b[0]&0x0f != 1 {
			b[0] &^= 0x40
		}
		h, payload, err := frame.Read(s.in, rules)
		if err != nil {
			return err
		}
		if h.Masked {
			mask.XOR(payload, h.Key, 0)
		}
		if ended, err := s.frame(h, payload); ended || err != nil {
			return err
		}
	}
}

func (s *squeezer) frame(h frame.Header, payload []byte) (ended bool, err error) {
	switch h.Opcode {
	case frame.Pong:
		return false, nil
	case frame.Ping:
		rsv := byte(0)
		if s.fault == "it marks pongs" && s.on {
			rsv = 4
		}
		s.write(frame.Header{Fin: true, Opcode: frame.Pong, Rsv: rsv}, payload)
		return false, nil
	case frame.Close:
		if _, _, err := frame.ParseClose(payload); err != nil {
			return true, err
		}
		s.write(frame.Header{Fin: true, Opcode: frame.Close}, payload)
		return true, nil
	case frame.Text, frame.Binary:
		s.op, s.rsv, s.all = h.Opcode, h.Rsv, nil
	}
	if s.rsv != 0 && s.fault == "it inflates each fragment" {
		if payload, err = s.inflate(payload); err != nil {
			return true, err
		}
	}
	s.all = append(s.all, payload...)
	if s.open = !h.Fin; s.open {
		return false, nil
	}
	message := s.all
	if s.rsv == 0 && s.fault == "plain messages enter the window" {
		s.inflate(deflate.NewCompressor(0, false).Append(nil, message, true))
	}
	if s.rsv != 0 && s.fault != "it inflates each fragment" {
		if message, err = s.inflate(s.all); err != nil {
			return true, err
		}
	}
	if s.op == frame.Text && !utf8.Valid(message) && s.fault != "inflated text is not checked" {
		return true, frame.NewError(frame.InvalidPayload, "8.1", "text that is not UTF-8")
	}
	s.echo(message)
	return false, nil
}

func (s *squeezer) inflate(payload []byte) ([]byte, error) {
	if s.fault == "it drops what is behind a final block" && payload[0]&1 == 1 {
		payload = payload[:min(7, len(payload))]
	}
	s.d.Reset(bytes.NewReader(payload))
	const limit = 16 << 20
	message, err := io.ReadAll(io.LimitReader(s.d, limit+1))
	switch {
	case len(message) > limit && s.fault == "there is no limit to what inflates":
		return []byte("and so on"), nil
	case len(message) > limit:
		return nil, frame.NewError(frame.MessageTooBig, "10.4", "too much")
	case err != nil && s.fault == "it takes what inflates":
		return message, nil
	case err != nil:
		return nil, frame.NewError(frame.InvalidPayload, "7.4.1", err.Error())
	}
	return message, nil
}

func (s *squeezer) echo(message []byte) {
	h := frame.Header{Fin: true, Opcode: s.op}
	if !s.on || s.fault == "it never compresses" {
		s.write(h, message)
		return
	}
	h.Rsv = 4
	payload := s.c.Append(nil, message, true)
	switch {
	case s.fault == "it does not cut the tail":
		payload = append(payload, 0, 0, 0xff, 0xff)
	case s.fault == "it marks plain messages":
		payload = message
	case s.fault == "it marks each fragment" && len(payload) > 1:
		s.write(frame.Header{Opcode: s.op, Rsv: 4}, payload[:1])
		h.Opcode, payload = frame.Continuation, payload[1:]
	case s.fault == "it compresses without a mark":
		h.Rsv = 0
	}
	s.write(h, payload)
}

func (s *squeezer) write(h frame.Header, payload []byte) {
	h.Length = uint64(len(payload))
	h.Masked = s.role == frame.Client // the key is 0000: the payload stays as it is
	s.conn.Write(append(h.Append(nil), payload...))
}
