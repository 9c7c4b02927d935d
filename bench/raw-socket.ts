import { connect, type Socket } from 'node:net';

/**
 * A WebSocket client with nothing in it: the load generator shares two cores with the server, so
 * what it spends is taken from what it measures. Text frames only, no extensions, no fragments.
 */
export class RawSocket {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #open = false;
  onText: (payload: Buffer) => void = () => {};
  onClose: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static open(port: number, path: string): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      const self = new RawSocket(socket);
      socket.setNoDelay(true);
      socket.once('error', reject);
      socket.on('error', () => {});
      socket.on('close', () => self.onClose());
      socket.on('data', (data) => {
        self.#rest = self.#rest.length === 0 ? data : Buffer.concat([self.#rest, data]);
        if (!self.#open) {
          const end = self.#rest.indexOf('\r\n\r\n');
          if (end < 0) return;
          const status = self.#rest.toString('latin1', 9, 12);
          if (status !== '101') return void reject(new Error(`upgrade refused: ${status}`));
          self.#open = true;
          self.#rest = self.#rest.subarray(end + 4);
          resolve(self);
        }
        self.#read();
      });
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
          'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      );
    });
  }

  send(text: string): void {
    this.#write(0x81, Buffer.from(text));
  }

  #write(kind: number, payload: Buffer): void {
    const { length } = payload;
    const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    // A mask of zeros is a mask: the payload stays as it is.
    const frame = Buffer.alloc(head + 4 + length);
    frame[0] = kind;
    if (head === 2) frame[1] = 0x80 | length;
    else if (head === 4) {
      frame[1] = 0x80 | 126;
      frame.writeUInt16BE(length, 2);
    } else {
      frame[1] = 0x80 | 127;
      frame.writeBigUInt64BE(BigInt(length), 2);
    }
    payload.copy(frame, head + 4);
    this.#socket.write(frame);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(): void {
    let at = 0;
    const buffer = this.#rest;
    while (buffer.length - at >= 2) {
      const opcode = (buffer[at] ?? 0) & 0x0f;
      let length = (buffer[at + 1] ?? 0) & 0x7f;
      let head = 2;
      if (length === 126) {
        if (buffer.length - at < 4) break;
        length = buffer.readUInt16BE(at + 2);
        head = 4;
      } else if (length === 127) {
        if (buffer.length - at < 10) break;
        length = Number(buffer.readBigUInt64BE(at + 2));
        head = 10;
      }
      if (buffer.length - at < head + length) break;
      const payload = buffer.subarray(at + head, at + head + length);
      if (opcode === 1) this.onText(payload);
      // A sign of life, as browsers give it: who is silent is dropped after half a minute.
      else if (opcode === 9) this.#write(0x8a, payload);
      at += head + length;
    }
    this.#rest = at === 0 ? buffer : buffer.subarray(at);
  }
}
