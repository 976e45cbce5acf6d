// A client with the library ws that is judged: node client.js URL
const WebSocket = require("ws");

const url = process.argv[2];

// run echoes until the connection ends, and returns the last message.
const run = (path) => new Promise((done) => {
  let last;
  const ws = new WebSocket(url + path, { perMessageDeflate: false });
  ws.on("error", () => {}); // a case may end in any way
  ws.on("close", () => done(last));
  ws.on("message", (data, binary) => {
    last = data;
    ws.send(data, { binary });
  });
});

(async () => {
  const count = Number(await run("/getCaseCount"));
  for (let i = 1; i <= count; i++) {
    await run(`/runCase?case=${i}&agent=ws`);
  }
  await run("/updateReports?agent=ws");
})();
