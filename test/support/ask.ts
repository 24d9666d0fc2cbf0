import { Client } from 'pg';

/** Runs one statement over a connection of its own, as whoever the URL signs in. */
export async function ask(url: string, sql: string): Promise<Array<Record<string, unknown>>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
