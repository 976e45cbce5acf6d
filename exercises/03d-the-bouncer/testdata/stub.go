package bouncer

// Judge returns why r gets no WebSocket, or nil if it gets one.
func Judge(r *Request) *Refusal {
	// Your code here.
	return nil
}
