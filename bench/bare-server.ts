import fastify from 'fastify';
import { Pool } from 'pg';
import { DETAIL, LIST } from '@domain/tender';

/** The peer: Fastify and pg, the same statements, no sign-in, no rights, no rules. */
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 16 });
const app = fastify();

app.get<{ Params: { id: string } }>('/api/tenders/:id', async ({ params }) => (await pool.query({ name: 'detail', text: `${DETAIL}t.id = $1`, values: [params.id] })).rows[0] as unknown);
app.get('/api/tenders', async () => ({ items: (await pool.query({ name: 'list', text: LIST(['t.published_at is not null'], 20), values: [] })).rows }));

void app.listen({ port: 0, host: '127.0.0.1' }).then((url) => console.log(url));
