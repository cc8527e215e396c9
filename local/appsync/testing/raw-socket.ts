import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** A WebSocket client that answers nothing by itself, not even a ping: what it reads and when is up to the test. */
export interface RawSocket {
  socket: Socket;
  /** Sends a text frame, of less than 64 KB. */
  send(frame: object): void;
  /** Reads until what came has `text` in it. */
  until(text: string): Promise<void>;
  closed: Promise<void>;
}

export async function rawSocket(host: string, headers: Readonly<Record<string, string>>): Promise<RawSocket> {
  const { hostname, port } = new URL(`http://${host}`);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
  socket.on('error', () => undefined);
  let read = '';
  const until = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!read.includes(text)) return;
        socket.off('data', listen);
        read = '';
        resolve();
      };
      const listen = (chunk: Buffer): void => {
        read += chunk.toString('latin1');
        look();
      };
      socket.on('data', listen);
    });

  socket.write(
    [
      'GET /graphql/realtime HTTP/1.1',
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Sec-WebSocket-Protocol: graphql-ws, header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`,
      '\r\n',
    ].join('\r\n'),
  );
  await until('101 Switching Protocols');
  return { socket, closed, until, send: (frame) => void socket.write(textFrame(JSON.stringify(frame))) };
}

/** A masked text frame of RFC 6455, whose mask changes nothing. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const length = Buffer.alloc(3);
  length.writeUInt8(0x80 | 126, 0);
  length.writeUInt16BE(payload.length, 1);
  return Buffer.concat([Buffer.from([0x81]), length, Buffer.alloc(4), payload]);
}
