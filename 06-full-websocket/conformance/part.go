package conformance

// A peer that is still being built can do the first part of a case, not yet the
// rest: it may be judged by that part alone.

// WithoutGoodbye returns the case without the closing handshake at its end, or
// the whole other conversation, that only shows that all is well.
func (c Case) WithoutGoodbye() Case {
	return c.without(goodbye()).without(another())
}

// WithoutTalk returns the case without the message and the closing handshake
// that only show, at its end, that the opening handshake went well.
func (c Case) WithoutTalk() Case {
	return c.without(hello()...)
}

// without returns the case without these steps, which are its last.
func (c Case) without(last ...Step) Case {
	n := len(c.Steps) - len(last)
	if n < 1 {
		return c
	}
	for i, s := range last {
		if c.Steps[n+i].Text != s.Text {
			return c
		}
	}
	c.Steps = c.Steps[:n:n]
	return c
}
