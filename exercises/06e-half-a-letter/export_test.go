package websocket

// Text lets the check reach text.
type Text = text
