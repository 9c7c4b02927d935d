/**
 * What a person would write in an afternoon with `ws` and `pg`: insert, then broadcast. The yardstick
 * of Q-01…Q-04. `MODE=single` inserts one by one, `MODE=group` commits together what has gathered.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';

interface Pending {
  socket: WebSocket;
  callId: number;
  row: { id: string; room: string; member: string; clientId: string; content: string };
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
await pool.query(`CREATE TABLE IF NOT EXISTS bare_message (
  id uuid PRIMARY KEY, room uuid NOT NULL, seq int NOT NULL, member uuid NOT NULL,
  client_id text NOT NULL, content text NOT NULL, created_at timestamptz NOT NULL,
  UNIQUE (room, seq), UNIQUE (room, member, client_id));
  CREATE TABLE IF NOT EXISTS bare_room (id uuid PRIMARY KEY, last_seq int NOT NULL DEFAULT 0)`);
const rooms = new Map<string, Set<WebSocket>>();
const grouped = process.env['MODE'] === 'group';

async function single(pending: Pending): Promise<void> {
  const { id, room, member, clientId, content } = pending.row;
  const now = new Date();
  const { rows } = await pool.query<{ seq: number }>({
    name: 'single',
    text: `WITH r AS (UPDATE bare_room SET last_seq = last_seq + 1 WHERE id = $2 RETURNING last_seq)
           INSERT INTO bare_message SELECT $1, $2, last_seq, $3, $4, $5, $6 FROM r RETURNING seq`,
    values: [id, room, member, clientId, content, now],
  });
  tell(pending, rows[0]?.seq ?? 0, now);
}

const waiting: Pending[] = [];
let flushing = false;
async function flush(): Promise<void> {
  flushing = true;
  while (waiting.length > 0) {
    const batch = waiting.splice(0, 500);
    const now = new Date();
    const { rows } = await pool.query<{ id: string; seq: number }>({
      name: 'group',
      text: `WITH i AS (SELECT *, row_number() OVER (PARTITION BY room ORDER BY n)::int AS k
               FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
                    WITH ORDINALITY AS t(id, room, member, client_id, content, n)),
             r AS (UPDATE bare_room b SET last_seq = b.last_seq + c.k
                     FROM (SELECT room, count(*)::int AS k FROM i GROUP BY room) c
                    WHERE b.id = c.room RETURNING b.id, b.last_seq - c.k AS base)
             INSERT INTO bare_message
             SELECT i.id, i.room, r.base + i.k, i.member, i.client_id, i.content, $6
               FROM i JOIN r ON r.id = i.room RETURNING id, seq`,
      values: [
        batch.map(({ row }) => row.id),
        batch.map(({ row }) => row.room),
        batch.map(({ row }) => row.member),
        batch.map(({ row }) => row.clientId),
        batch.map(({ row }) => row.content),
        now,
      ],
    });
    const seqs = new Map(rows.map((row) => [row.id, row.seq]));
    for (const pending of batch) tell(pending, seqs.get(pending.row.id) ?? 0, now);
  }
  flushing = false;
}

function tell({ socket, callId, row }: Pending, seq: number, createdAt: Date): void {
  const message = { ...row, seq, createdAt };
  socket.send(JSON.stringify({ id: callId, result: message }));
  const text = JSON.stringify({ type: 'message.created', seq, message });
  for (const member of rooms.get(row.room) ?? []) member.send(text);
}

const server = createServer();
const wss = new WebSocketServer({ server, perMessageDeflate: false });
wss.on('connection', (socket, request) => {
  const url = new URL(request.url ?? '/', 'http://bare');
  const room = url.searchParams.get('room') ?? '';
  const member = url.searchParams.get('member') ?? '';
  const members = rooms.get(room) ?? new Set();
  rooms.set(room, members.add(socket));
  socket.on('close', () => members.delete(socket));
  socket.on('message', (data) => {
    const { id: callId, content, clientId } = JSON.parse(data.toString());
    const row = { id: randomUUID(), room, member, clientId, content };
    const pending = { socket, callId, row };
    if (!grouped) return void single(pending);
    waiting.push(pending);
    if (!flushing) void flush();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`ready ${typeof address === 'object' ? address?.port : address}`);
});
