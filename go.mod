module example/websocket

go 1.25
