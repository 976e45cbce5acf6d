package picture

import (
	"context"
	"fmt"
	"strings"

	"example/websocket/04-frames/frame"
)

// life is a connection's, from the handshake to the end, with the states that
// browsers name in readyState.
func life(ctx context.Context) (Picture, error) {
	p := Picture{
		Path:  "06-full-websocket/life.svg",
		Title: "The life of a connection",
		About: "Client and server, from top to bottom. CONNECTING: the request and the 101. OPEN: a text from the client, then the same back in fragments, with a ping and its pong between them. " +
			"CLOSING: a Close frame each way, and the server ends the TCP connection first. Then both are CLOSED.",
	}
	events, err := session(ctx)
	if err != nil {
		return p, err
	}
	const row, top = 40, 122
	var d drawing
	d.text(118, 76, 15, client, " say bold mid", "client")
	d.text(442, 76, 15, server, " say bold mid", "server")
	for i, e := range events {
		d.event(top+row*i, e)
	}
	ours, theirs := states(events, client), states(events, server)
	d.states(ours, top, row, 112, client)
	d.states(theirs, top, row, 436, server)

	lines := []string{fmt.Sprintf("%-10s  %-46s  %s", "client", "", "server")}
	for i, e := range events {
		label, lane := e.what, ""
		if e.masked {
			label += ", masked"
		}
		switch dashes := strings.Repeat("-", 41-len(label)); {
		case e.silent:
			lane = fmt.Sprintf("|%44s |", label)
		case e.from == client:
			lane = "|-- " + label + " " + dashes + ">|"
		default:
			lane = "|<" + dashes + " " + label + " --|"
		}
		lines = append(lines, fmt.Sprintf("%-10s %s  %s", changed(ours, i), lane, changed(theirs, i)))
	}
	p.Text = text(lines...)
	return d.svg(p, top+row*len(events)+14), nil
}

// states returns the state of an end before each event, and after the last. A
// frame arrives in the moment in which it is sent.
func states(events []event, end colour) []string {
	state := "CONNECTING"
	all := []string{state}
	for _, e := range events {
		switch {
		case e.kind == head && e.from == server:
			state = "OPEN"
		case e.kind == sent && e.opcode == frame.Close:
			state = "CLOSING"
		case e.kind == shut && e.from == end:
			state = "CLOSED"
		}
		all = append(all, state)
	}
	return all
}

// changed returns the state after event i if it is new, and before the first.
func changed(states []string, i int) string {
	if i > 0 && states[i] == states[i+1] {
		return ""
	}
	return states[i+1]
}

// states draws an end's lifeline: solid while it is OPEN.
func (d *drawing) states(states []string, top, row, x int, c colour) {
	label, more := x-10, " end"
	if c == server {
		label, more = x+22, ""
	}
	for from := 0; from < len(states); {
		to := from
		for to < len(states) && states[to] == states[from] {
			to++
		}
		y, bottom := top+row*(from-1), top+row*(to-1)
		if from == 0 {
			y = top - 34
		}
		switch states[from] {
		case "OPEN":
			d.bar(x, y, 12, bottom-y, c, "")
		case "CLOSED":
			d.line(x-2, y, x+14, y, c, "")
		default:
			d.bar(x, y, 12, bottom-y, c, " faint")
		}
		d.text(label, y+16, 14, c, " bold"+more, states[from])
		from = to
	}
}

// event draws what one end does.
func (d *drawing) event(y int, e event) {
	if e.silent {
		d.text(424, y-8, 14, e.from, " end", e.what)
		return
	}
	d.text(138, y-8, 14, e.from, "", e.what)
	if e.masked {
		d.text(424, y-8, 14, key, " end", "masked")
	}
	if e.from == client {
		d.arrow(126, 434, y, e.from)
		return
	}
	d.arrow(434, 126, y, e.from)
}
