// The probe as a typical Node.js script: node probe.js PORT CONCURRENCY < ADDRESSES
'use strict';
const net = require('net');
const port = Number(process.argv[2]);
const addresses = require('fs').readFileSync(0, 'utf8').split(/\s+/).filter(Boolean);
let next = 0;

function probe(host) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const replies = [];
    let rest = '';
    let lines = [];
    socket.setTimeout(10000, () => socket.destroy());
    socket.on('data', (bytes) => {
      rest += bytes.toString('latin1');
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        lines.push(rest.slice(0, end).replace(/\r$/, ''));
        rest = rest.slice(end + 1);
        if (lines[lines.length - 1][3] === '-') continue;
        replies.push(lines);
        lines = [];
        if (replies.length === 1) socket.write('EHLO scanner.corp.example\r\n');
        else if (replies.length === 2) socket.write('QUIT\r\n');
        else socket.destroy();
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      const verbs = replies.length > 1 ? replies[1].slice(1).map((line) => line.slice(4)) : null;
      console.log(JSON.stringify({ host, verbs }));
      resolve();
    });
  });
}

async function worker() {
  while (next < addresses.length) await probe(addresses[next++]);
}

Array.from({ length: Number(process.argv[3]) }, worker);
