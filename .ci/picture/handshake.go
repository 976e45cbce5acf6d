package picture

import (
	"context"
	"fmt"
	"net"
	"strings"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
)

// opening is the handshake with the RFC's own key (RFC 6455 §1.3), and the first
// bytes behind it.
func opening(ctx context.Context) (Picture, error) {
	p := Picture{
		Path:  "03-http-upgrade/handshake.svg",
		Title: "A handshake in HTTP, and then bytes",
		About: "The client sends an HTTP request that asks for an upgrade to WebSocket, with a key. " +
			"The server answers 101, with the proof that it has read this key. " +
			"From the blank line on, both send frames, which are binary.",
	}
	const sample = "dGhlIHNhbXBsZSBub25jZQ=="
	request, response, frames, err := shake(ctx, sample)
	if err != nil {
		return p, err
	}

	const line = 21
	var d drawing
	d.text(20, 72, 15, client, " say bold", "client")
	d.text(540, 72, 15, server, " say bold end", "server")
	y := 84
	edge := d.message(38, y, request, client, sample)
	d.arrow(edge, 538, y+line*len(request)/2+8, client)
	y += line*len(request) + 30
	d.message(58, y, response, server, handshake.AcceptKey(sample))
	d.arrow(58, 22, y+line*len(response)/2+8, server)
	y += line*len(response) + 52
	d.line(20, y, 540, y, ink, " dash")
	d.text(280, y-9, 15, quiet, " say mid", "up to the blank line it was HTTP")
	d.text(280, y+22, 15, quiet, " say mid", "from here on it is binary: frames")
	d.message(58, y+36, []string{fmt.Sprintf("% x", frames)}, server, "")
	d.arrow(58, 22, y+54, server)
	d.line(20, 80, 20, y+84, client, "")
	d.line(540, 80, 540, y+84, server, "")

	lines := []string{fmt.Sprintf("%-59s%s", "client", "server")}
	add := func(s string) { lines = append(lines, fmt.Sprintf("|%-63s|", s)) }
	for i, s := range request {
		s = "  " + s
		if i == len(request)/2 {
			s += "  " + strings.Repeat("-", 60-len(s)) + ">"
		}
		add(s)
	}
	add("")
	for i, s := range response {
		arrow := ""
		if i == len(response)/2 {
			arrow = "<--------"
		}
		add(fmt.Sprintf("%-11s%s", arrow, s))
	}
	lines = append(lines, "- - - - - - - - up to the blank line it was HTTP - - - - - - - -",
		"                from here on it is binary: frames")
	add(fmt.Sprintf("%-11s% x", "<--------", frames))
	p.Text = text(lines...)
	return d.svg(p, y+100), nil
}

// message draws lines in a box, and in bold what is wanted of them. It returns
// where the box ends.
func (d *drawing) message(x, y int, lines []string, c colour, bold string) (edge int) {
	wide := 0
	for _, line := range lines {
		wide = max(wide, 9*len(line)+16)
	}
	d.box(x, y, wide, 21*len(lines)+16, c)
	for i, line := range lines {
		before, after, found := strings.Cut(line, bold)
		if !found {
			d.text(x+10, y+24+21*i, 14, c, "", line)
			continue
		}
		d.phrase(x+10, y+24+21*i, 14, c, before, bold, after)
	}
	return x + wide
}

// shake runs the handshake with that key over a pipe, and lets the server send a
// frame behind it. It returns both heads in lines, the blank one spelled out.
func shake(ctx context.Context, key string) (request, response []string, frames []byte, err error) {
	near, far := net.Pipe()
	defer near.Close()
	defer context.AfterFunc(ctx, func() { near.Close() })()

	accepted := make(chan error, 1)
	go func() {
		_, err := handshake.Accept(far, handshake.Rules{})
		if err == nil {
			_, err = far.Write(frame.Append(nil, frame.Text, []byte("Hello")))
		}
		far.Close()
		accepted <- err
	}()

	offer := handshake.Offer{Target: &handshake.Target{Host: "server.example.com", RequestTarget: "/chat"}}
	head := offer.Append(nil, key)
	if _, err := near.Write(head); err != nil {
		return nil, nil, nil, err
	}
	answer, rest, err := handshake.ReadResponse(near, handshake.Limits{})
	if err != nil {
		return nil, nil, nil, err
	}
	if err := handshake.JudgeResponse(answer, key, offer); err != nil {
		return nil, nil, nil, err
	}
	frames = make([]byte, 0, 64)
	frames = append(frames, rest...)
	for b := make([]byte, 64); ; {
		n, err := near.Read(b)
		frames = append(frames, b[:n]...)
		if err != nil {
			break
		}
	}
	return spelled(head), spelled(answer.Head), frames, <-accepted
}

// spelled returns a head's lines.
func spelled(head []byte) []string {
	lines := strings.Split(strings.TrimSuffix(string(head), "\r\n\r\n"), "\r\n")
	return append(lines, "(blank line)")
}
