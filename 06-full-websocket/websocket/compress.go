package websocket

import "example/websocket/03-http-upgrade/handshake"

type compression struct{}

func (c *Conn) packed() bool                         { return false }
func (c *Conn) readPacked(p []byte) (int, error)     { return 0, nil }
func (c *Conn) beginPacked() error                   { return nil }
func (c *Conn) rsv() byte                            { return 0 }
func (c *Conn) wireLimit() int64                     { return c.limit }
func (c *Conn) useExtensions(a *handshake.Agreement) {}
