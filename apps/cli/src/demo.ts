import { mkdirSync } from 'node:fs';
import { closeConnections } from './play/client';
import { playDemo } from './play/demo-script';
import { Narrator } from './play/narrator';
import { openOffice } from './play/office';
import { startServer } from './play/server';
import { tellAccounts, toldToStop } from './start';

/** Where the simulated clock begins: a Tuesday before a month with a public holiday, so that periods meet one. */
const CLOCK = new Date('2026-03-03T01:00:00Z');

/** Plays one real tender through the public interfaces, as separate actors, and leaves the platform running unless told to end. */
export async function demo({ exit = false, out }: { exit?: boolean; out?: string }): Promise<void> {
  const narrator = new Narrator();
  narrator.title('天平演示：一个真实标段的全过程 / Tianping: one real tender from entry to contract');
  narrator.say('正在启动平台（自带 PostgreSQL、模拟时钟、演示 CA）……', 'Starting the platform (its own PostgreSQL, a simulated clock, a demonstration CA) …');
  if (out) mkdirSync(out, { recursive: true });
  const server = await startServer(CLOCK);
  let leave = () => undefined as void;
  try {
    const office = await openOffice(server.url, server.home, server.password);
    leave = () => {
      for (const member of [...office.experts.values(), office.representative]) member.leave();
    };
    const path = await playDemo(office, narrator, out);
    if (exit) return;
    await tellAccounts(server);
    console.log(`\n本次演示的标段 / the tender that was played: ${server.url}${path}`);
    console.log(`开标大厅 / its hall: ${server.url}${path.replace('/tenders/', '/openings/')}    门户 / portal: ${server.url}`);
    console.log('Ctrl+C 停止并清除演示数据 / stops it and clears the data');
    await Promise.race([toldToStop(), server.lost]);
  } finally {
    leave();
    await closeConnections();
    await server.stop();
  }
}
