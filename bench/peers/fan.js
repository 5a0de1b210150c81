// What the README of `ws` calls a broadcast. A POST is sent to everybody who is connected.
const http = require("http");
const { OPEN, WebSocketServer } = require("ws");

const server = http.createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const text = Buffer.concat(parts);
    for (const reader of readers.clients) {
      if (reader.readyState === OPEN) reader.send(text, { binary: false });
    }
    response.end("{}");
  });
});
const readers = new WebSocketServer({ server, perMessageDeflate: false });
readers.on("connection", (reader) => reader.on("error", () => {}));
server.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 4096 });
