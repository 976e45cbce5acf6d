package program

import (
	"context"
	"errors"
	"fmt"
	"net"

	"example/websocket/01-raw-socket/socket"
)

// Address is where every chapter listens unless -addr says otherwise.
const Address = "127.0.0.1:15000"

// Serve adds the verb serve. It calls listen, which is net.Listen, for -addr,
// prints "listening on HOST:PORT" as the first line of output, and calls run,
// which ends when ctx is done. The listener is closed when run returns. It is
// the verb of a command line that names none.
func (p *Program) Serve(about string, listen func(network, address string) (net.Listener, error), run func(context.Context, net.Listener) error) *Verb {
	var addr string
	v := p.Verb("serve", "", about, p.name+" serve -addr 127.0.0.1:0", func(ctx context.Context, _ []string) error {
		l, err := listen("tcp", addr)
		if err != nil {
			return explainInUse(addr, err)
		}
		defer l.Close()
		fmt.Printf("listening on %s\n", l.Addr())
		return run(ctx, l)
	})
	v.StringVar(&addr, "addr", Address, "listen on `HOST:PORT`; 0 is any port")
	p.Otherwise(v)
	return v
}

// Listen listens on addr, for a verb other than serve. It says the same if the
// address is in use.
func Listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	return l, explainInUse(addr, err)
}

func explainInUse(addr string, err error) error {
	if errors.Is(err, socket.InUse) {
		return fmt.Errorf("%s is in use: another chapter may still be running: stop it, or use -addr 127.0.0.1:0", addr)
	}
	return err
}
