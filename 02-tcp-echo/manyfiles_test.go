//go:build !linux && !darwin

package main

// limited is main: elsewhere there is no such limit.
func limited() { main() }
