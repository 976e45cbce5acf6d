package client

// JudgeResponse returns what is wrong with the response r to a request that sent
// key and offered this, or nil.
func JudgeResponse(r *Response, key string, offered Offer) error {
	// Your code here.
	return nil
}
