package picture

import (
	"context"
	"fmt"

	"example/websocket/01-raw-socket/socket"
)

// fourTuple is two clients of one listener.
func fourTuple(ctx context.Context) (Picture, error) {
	p := Picture{
		Path:  "01-raw-socket/four-tuple.svg",
		Title: "One port, two connections",
		About: "A server has one listening socket and two accepted sockets, all on the same local address and port. " +
			"Each accepted socket has the address pairs of one client's socket, mirrored: what is local to one is remote to the other. " +
			"Only the clients' ports tell the two connections apart.",
	}
	l, err := listen(ctx)
	if err != nil {
		return p, err
	}
	defer l.Close()
	var ours, theirs [2]socket.Tuple
	for i := range ours {
		near, far, done, err := connect(ctx, l)
		if err != nil {
			return p, err
		}
		defer done()
		ours[i], theirs[i] = socket.TupleOf(near), socket.TupleOf(far)
	}

	// What the system picked is another port each time. Shown are the lesson's own.
	shown := map[string]string{l.Addr().String(): "127.0.0.1:15000", ours[0].Local: "127.0.0.1:48316", ours[1].Local: "127.0.0.1:48318"}
	for i := range ours {
		for _, side := range []*string{&ours[i].Local, &ours[i].Remote, &theirs[i].Local, &theirs[i].Remote} {
			known, ok := shown[*side]
			if !ok {
				return p, fmt.Errorf("%s is nobody's address here", *side)
			}
			*side = known
		}
	}
	listens := shown[l.Addr().String()]

	var d drawing
	d.text(20, 72, 15, client, " say bold", "two clients")
	d.text(304, 72, 15, server, " say bold", "one server")
	d.box(304, 84, 236, 316, server)
	d.text(316, 108, 15, ink, " say", "listening socket")
	d.box(316, 116, 212, 62, server)
	d.pair(327, 140, "local ", listens, server)
	d.pair(327, 164, "remote", "nobody yet", quiet)
	lines := []string{
		"two clients                         one server",
		"                                      listening socket",
	}
	listening := boxed("local   "+listens, "remote  nobody yet     ")
	for _, line := range listening {
		lines = append(lines, fmt.Sprintf("%36s%s", "", line))
	}
	for i := range ours {
		y := 206 + 104*i
		d.text(20, y, 15, ink, " say", fmt.Sprintf("socket of client %d", i+1))
		d.text(316, y, 15, ink, " say", fmt.Sprintf("accepted socket %d", i+1))
		d.box(20, y+8, 212, 62, client)
		d.pair(31, y+32, "local ", ours[i].Local, client)
		d.pair(31, y+56, "remote", ours[i].Remote, server)
		d.box(316, y+8, 212, 62, server)
		d.pair(327, y+32, "local ", theirs[i].Local, server)
		d.pair(327, y+56, "remote", theirs[i].Remote, client)
		d.arrow(274, 314, y+39, server)
		d.arrow(274, 234, y+39, client)

		lines = append(lines, fmt.Sprintf("  %-36saccepted socket %d", fmt.Sprintf("socket of client %d", i+1), i+1))
		near := boxed("local   "+ours[i].Local, "remote  "+ours[i].Remote)
		far := boxed("local   "+theirs[i].Local, "remote  "+theirs[i].Remote)
		for j := range near {
			wire := "         "
			if j == 1 {
				wire = "  <--->  "
			}
			lines = append(lines, near[j]+wire+far[j])
		}
	}
	d.text(20, 432, 15, quiet, " say", "The client's address and port tell one from the other.")
	p.Text = text(lines...)
	return d.svg(p, 456), nil
}

// pair draws an address with its name.
func (d *drawing) pair(x, y int, name, address string, c colour) {
	d.text(x, y, 14, quiet, "", name)
	d.text(x+61, y, 14, c, " bold", address)
}
