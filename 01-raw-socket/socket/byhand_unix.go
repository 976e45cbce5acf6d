//go:build unix

package socket

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// ByHand makes a listener from the four calls that every system has had since
// 1983, makes a second one with net.Listen, and writes to w what each call
// returned and how the two sockets differ. It then connects to the first
// once, accepts by hand, and passes "Hello" through. Both sockets are on free
// ports of 127.0.0.1 and are closed when ByHand returns. No call waits for
// more than a few seconds.
func ByHand(_ context.Context, w io.Writer) error {
	fd, addr, err := listenByHand(w)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)

	fmt.Fprintf(w, "\nnet.Listen(\"tcp\", \"127.0.0.1:0\")    the same calls, made for you\n\n")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer l.Close()
	if err := compare(w, fd, addr, l.(*net.TCPListener)); err != nil {
		return err
	}
	return acceptByHand(w, fd, addr)
}

// listenByHand makes the socket and returns its file descriptor and address.
func listenByHand(w io.Writer) (fd int, addr string, err error) {
	fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return fd, "", os.NewSyscallError("socket", err)
	}
	fmt.Fprintf(w, "socket(AF_INET, SOCK_STREAM, 0)     = %d, a file descriptor\n", fd)
	syscall.CloseOnExec(fd)
	err = syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	fmt.Fprintf(w, "bind(%d, 127.0.0.1:0)                = %s\n", fd, result(err))
	if err == nil {
		err = syscall.Listen(fd, 128)
		fmt.Fprintf(w, "listen(%d, 128)                      = %s: up to 128 callers may queue\n", fd, result(err))
	}
	if err == nil {
		addr, err = nameOf(fd)
		fmt.Fprintf(w, "getsockname(%d)                      = %s, the port it picked\n", fd, addr)
	}
	if err != nil {
		syscall.Close(fd)
	}
	return fd, addr, err
}

// compare asks the kernel the same questions about both sockets.
func compare(w io.Writer, hand int, handAddr string, l *net.TCPListener) error {
	raw, err := l.SyscallConn()
	if err != nil {
		return err
	}
	row := func(what, byHand, byNet string) { fmt.Fprintf(w, "%-34s  %-17s %s\n", what, byHand, byNet) }
	return raw.Control(func(p uintptr) {
		fd := int(p)
		row("", "by hand", "net.Listen")
		row("file descriptor", fmt.Sprint(hand), fmt.Sprint(fd))
		row("address", handAddr, l.Addr().String())
		for _, opt := range []struct {
			name   string
			number int
		}{
			{"SO_TYPE (1 is a stream)", syscall.SO_TYPE},
			{"SO_REUSEADDR (0 is off)", syscall.SO_REUSEADDR},
		} {
			row(opt.name, option(hand, opt.number), option(fd, opt.number))
		}
		// With nobody in the queue, accept on Go's descriptor comes back at
		// once: it is non-blocking, and a goroutine that would wait is parked
		// while its thread does something else.
		_, _, err := syscall.Accept(fd)
		row("accept with nobody there", "blocks its thread", result(err))
	})
}

// acceptByHand connects to the socket, takes the connection out of the queue,
// and reads what the client wrote.
func acceptByHand(w io.Writer, fd int, addr string) error {
	// The kernel shakes hands by itself: Dial succeeds before accept is called.
	client, err := net.DialTimeout("tcp", addr, 5*time.Second)
	if err != nil {
		return err
	}
	defer client.Close()
	fmt.Fprintf(w, "\nclient   connected, and nobody has called accept yet\n")
	fmt.Fprintf(w, "client   %v\n", TupleOf(client))

	nfd, peer, err := syscall.Accept(fd)
	if err != nil {
		return os.NewSyscallError("accept", err)
	}
	defer syscall.Close(nfd)
	local, err := nameOf(nfd)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%-35s = %d, a new descriptor for this connection\n", fmt.Sprintf("accept(%d)", fd), nfd)
	fmt.Fprintf(w, "server   %v\n", Tuple{Local: local, Remote: text(peer)})

	if _, err := io.WriteString(client, "Hello"); err != nil {
		return err
	}
	limit := syscall.NsecToTimeval((5 * time.Second).Nanoseconds())
	if err := syscall.SetsockoptTimeval(nfd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &limit); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	buf := make([]byte, 16)
	n, err := syscall.Read(nfd, buf)
	if err != nil {
		return os.NewSyscallError("read", err)
	}
	fmt.Fprintf(w, "%-35s = %d, %q\n", fmt.Sprintf("read(%d, buf, 16)", nfd), n, buf[:n])
	return nil
}

// nameOf returns the address that the kernel gave the socket.
func nameOf(fd int) (string, error) {
	sa, err := syscall.Getsockname(fd)
	return text(sa), os.NewSyscallError("getsockname", err)
}

func text(sa syscall.Sockaddr) string {
	in, ok := sa.(*syscall.SockaddrInet4)
	if !ok {
		return "unknown"
	}
	return (&net.TCPAddr{IP: in.Addr[:], Port: in.Port}).String()
}

func option(fd, number int) string {
	v, err := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, number)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(v)
}

func result(err error) string {
	if err == nil {
		return "ok"
	}
	if err == syscall.EAGAIN {
		return "EAGAIN at once"
	}
	return err.Error()
}
