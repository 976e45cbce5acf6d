package cost

import (
	"context"
	"net"
	"sync/atomic"
)

// A Traffic is what a client has put on the wire and taken from it: the bytes
// inside TCP, without its own headers.
type Traffic struct {
	Connections    int
	Sent, Received int64
}

// meter counts what its connections carry.
type meter struct {
	connections, sent, received atomic.Int64
}

func (m *meter) traffic() Traffic {
	return Traffic{int(m.connections.Load()), m.sent.Load(), m.received.Load()}
}

func (t Traffic) less(before Traffic) Traffic {
	return Traffic{t.Connections - before.Connections, t.Sent - before.Sent, t.Received - before.Received}
}

// A dialer opens a connection to addr.
type dialer func(ctx context.Context, addr string) (net.Conn, error)

func dial(ctx context.Context, addr string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "tcp", addr)
}

func (m *meter) dial(ctx context.Context, addr string) (net.Conn, error) {
	conn, err := dial(ctx, addr)
	if err != nil {
		return nil, err
	}
	m.connections.Add(1)
	return &metered{conn, m}, nil
}

// metered is a connection under a meter.
type metered struct {
	net.Conn
	m *meter
}

func (c *metered) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.m.received.Add(int64(n))
	return n, err
}

func (c *metered) Write(p []byte) (int, error) {
	c.m.sent.Add(int64(len(p))) // now: before Write returns, the answer may have been read
	n, err := c.Conn.Write(p)
	c.m.sent.Add(int64(n - len(p)))
	return n, err
}

// listen serves on a free port until stop, which waits for the end.
func listen(ctx context.Context, serve func(context.Context, net.Listener) error) (addr string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- serve(ctx, l) }()
	return l.Addr().String(), func() { cancel(); <-done }, nil
}
