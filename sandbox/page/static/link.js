// The one socket: asks the server for acts, hands changed parts on, and comes back by itself.


const { person, language } = document.body.dataset;
const waiting = new Map();
let socket;
let turn = 0;
let pause = 250;
let listeners = { parts() {}, opened() {} };

const LOST = { note: document.getElementById("offline").textContent, lost: true };

export function connect(on) {
  listeners = on;
  open();
}

function open() {
  socket = new WebSocket(`ws://${location.host}/page/socket?${new URLSearchParams({ as: person, language })}`);
  socket.onopen = () => {
    pause = 250;
    document.getElementById("offline").hidden = true;
    listeners.opened();
  };
  socket.onmessage = (event) => take(JSON.parse(event.data));
  socket.onclose = () => {
    document.getElementById("offline").hidden = false;
    for (const resolve of waiting.values()) resolve(LOST);
    waiting.clear();
    setTimeout(open, pause);
    pause = Math.min(pause * 2, 5000);
  };
}

function take(message) {
  if (message.parts) return listeners.parts(message.parts);
  const resolve = waiting.get(message.re);
  waiting.delete(message.re);
  if (resolve) resolve(message.answer);
}

export function ask(act, words = {}) {
  if (socket.readyState !== WebSocket.OPEN) return Promise.resolve(LOST);
  turn += 1;
  const n = turn;
  return new Promise((resolve) => {
    waiting.set(n, resolve);
    socket.send(JSON.stringify({ ...words, n, do: act }));
  });
}

export async function upload(file) {
  const query = new URLSearchParams({ as: person, name: file.name });
  const answer = await fetch(`/page/upload?${query}`, { method: "POST", body: file });
  if (!answer.ok) throw new Error(`upload: ${answer.status}`);
  return (await answer.json()).ticket;
}
