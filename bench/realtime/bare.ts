import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { WebSocketServer, type WebSocket } from 'ws';
import { groupOf, GROUPS } from './plan.ts';
import { serveBench } from './server-process.ts';

/**
 * The floor: a WebSocket server that knows by the address of a client which group it belongs to, and sends the clients of a group the bytes that AppSync
 * would, with no GraphQL, no resolver, no filter and no authorization in between.
 */
const Request = v.object({
  variables: v.object({ group: v.string(), sequence: v.number(), sentAt: v.number(), note: v.string() }),
});

const members = new Map<string, WebSocket[]>();
for (let index = 0; index < GROUPS; index++) members.set(groupOf(index), []);

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { variables: reading } = v.parse(v.pipe(v.string(), v.parseJson(), Request), body);
    const frame = `{"id":"s","type":"data","payload":${JSON.stringify({ data: { onReading: reading } })}}`;
    for (const socket of members.get(reading.group) ?? []) socket.send(frame);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data: { publish: reading } }));
  });
});
const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-ws' });
sockets.on('connection', (socket, request) => {
  const group = new URL(request.url ?? '', 'ws://localhost').searchParams.get('group') ?? '';
  members.get(group)?.push(socket);
  socket.on('message', (message: Buffer) => {
    const isStart = message.toString('utf8').includes('"start"');
    socket.send(isStart ? '{"type":"start_ack","id":"s"}' : '{"type":"connection_ack","payload":{}}');
  });
});
server.listen(0, '127.0.0.1', () => {
  serveBench({ port: (server.address() as AddressInfo).port, path: '/graphql', key: 'none' }, () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.close();
    return Promise.resolve();
  });
});
