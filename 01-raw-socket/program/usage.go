package program

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"example/websocket/01-raw-socket/socket"
)

// usageError is what somebody typed and cannot have meant: exit status 2.
type usageError struct{ error }

// Unwrap returns the error beneath, for errors.Is and errors.As.
func (e usageError) Unwrap() error { return e.error }

// Usage marks err as a mistake on the command line: exit status 2.
func Usage(err error) error { return usageError{err} }

// Usagef is Usage with the error made from a format.
func Usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func isUsage(err error) bool {
	var u usageError
	return errors.As(err, &u) || badAddress(err)
}

// badAddress tells a mistyped address from a network that does not answer.
func badAddress(err error) bool {
	var form *net.AddrError
	var name *net.DNSError
	var link *url.Error
	return errors.As(err, &form) || errors.As(err, &name) || errors.As(err, &link) || errors.Is(err, socket.NotHere)
}

// sentence adds what a socket's error means to its text.
func sentence(err error) string {
	var form *net.AddrError
	switch {
	case errors.As(err, &form), errors.Is(err, socket.NotHere):
		return err.Error() + "; want HOST:PORT, such as " + Address
	case socket.Explain(err) == "refused":
		return err.Error() + " (refused: nobody listens at that address and port)"
	case socket.Explain(err) == "reset":
		return err.Error() + " (reset: the other end is gone)"
	}
	return err.Error()
}

// Duration adds a flag that takes a duration, such as 1s or 50ms, not below 0.
func (v *Verb) Duration(p *time.Duration, name string, usage string) {
	v.Func(name, usage, func(s string) (err error) {
		if *p, err = time.ParseDuration(s); err != nil || *p < 0 {
			return errors.New("want a duration, such as 1s or 50ms")
		}
		return nil
	})
}

// Count adds a flag that takes a whole number from 1 to most.
func (v *Verb) Count(p *int, name string, value, most int, usage string) {
	v.Var(countValue{p, most}, name, usage)
	*p = value
	v.Lookup(name).DefValue = fmt.Sprint(value)
}

type countValue struct {
	n    *int
	most int
}

func (c countValue) String() string {
	if c.n == nil {
		return "0"
	}
	return fmt.Sprint(*c.n)
}

func (c countValue) Set(s string) error {
	var n int
	if _, err := fmt.Sscanf(s+"\n", "%d\n", &n); err != nil || n < 1 || n > c.most {
		return fmt.Errorf("want a whole number from 1 to %d", c.most)
	}
	*c.n = n
	return nil
}

func (p *Program) help(w io.Writer) {
	fmt.Fprintf(w, "%s: %s\n", p.name, p.about)
	for _, v := range p.verbs {
		fmt.Fprintln(w)
		v.help(w, p.name)
	}
	if p.otherwise != nil {
		fmt.Fprintf(w, "\nWithout a verb, %s %ss. Ctrl-C ends any of them.\n", p.name, p.otherwise.Name())
	}
}

func (v *Verb) help(w io.Writer, program string) {
	fmt.Fprintf(w, "%s\n", strings.TrimRight(v.Name()+" "+v.args, " "))
	paragraph(w, 4, "", v.about)
	v.VisitAll(func(f *flag.Flag) {
		kind, usage := flag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "0s" && f.DefValue != "false" {
			usage += " (default\u00a0" + f.DefValue + ")"
		}
		paragraph(w, 23, "    "+strings.TrimRight("-"+f.Name+" "+kind, " "), usage)
	})
	fmt.Fprintf(w, "    example: go run ./%s\n", v.example)
}

// paragraph prints text in lines of at most 80 columns, indented, with a name to
// the left of the first line, or above it if the name is too long.
func paragraph(w io.Writer, indent int, name, text string) {
	column := indent // where the next word begins
	fmt.Fprintf(w, "%-*s", indent, name)
	if len(name) >= indent {
		fmt.Fprintf(w, "\n%*s", indent, "")
	}
	for i, word := range strings.Split(text, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case i > 0 && column+1+n > 80:
			fmt.Fprintf(w, "\n%*s", indent, "")
			column = indent
		case i > 0:
			fmt.Fprint(w, " ")
			column++
		}
		fmt.Fprint(w, strings.ReplaceAll(word, "\u00a0", " "))
		column += n
	}
	fmt.Fprintln(w)
}
