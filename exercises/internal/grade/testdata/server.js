// An echo server with the library ws: node server.js PORT
const { WebSocketServer } = require("ws");

new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) }).on("connection", (ws) => {
  ws.on("error", () => {});
  ws.on("message", (data, binary) => ws.send(data, { binary }));
});
