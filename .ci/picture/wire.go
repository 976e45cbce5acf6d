package picture

import (
	"context"
	"fmt"
	"net"

	"example/websocket/01-raw-socket/socket"
)

func listen(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", "127.0.0.1:0")
}

// connect opens a connection to l and returns its two ends. They are closed by
// done, or when ctx is.
func connect(ctx context.Context, l net.Listener) (near, far *net.TCPConn, done func(), err error) {
	var dialer net.Dialer
	dialled, err := dialer.DialContext(ctx, "tcp", l.Addr().String())
	if err != nil {
		return nil, nil, nil, err
	}
	accepted, err := l.Accept() // it waits in the queue already
	if err != nil {
		dialled.Close()
		return nil, nil, nil, err
	}
	end := func() {
		dialled.Close()
		accepted.Close()
	}
	if us, them := socket.TupleOf(dialled), socket.TupleOf(accepted); us != them.Mirror() {
		end()
		return nil, nil, nil, fmt.Errorf("a stranger has called: we are %v, the accepted socket is %v", us, them)
	}
	stop := context.AfterFunc(ctx, end)
	return dialled.(*net.TCPConn), accepted.(*net.TCPConn), func() { stop(); end() }, nil
}
