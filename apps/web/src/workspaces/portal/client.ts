import 'virtual:tokens.css';
import '../../ui/plain.css';
import './portal.css';
import { type Language, remaining, time } from '../../lib/format';

/** What a portal page gains by script: counting down by the server's clock, large type, a hint that the page has news. All of it may fail. */
const language: Language = document.documentElement.lang.startsWith('en') ? 'en' : 'zh';
const LEFT = document.body.dataset['left'] ?? '{t}';
/** Unknown until it was measured: no page says the device's time as the server's. */
let offset: number | undefined;

async function readClock(): Promise<void> {
  const sent = Date.now();
  const answer = await fetch('/api/clock', { cache: 'no-store' });
  const { now } = (await answer.json()) as { now: string };
  offset = Date.parse(now) - (sent + Date.now()) / 2;
  tick();
}

function tick(): void {
  if (offset === undefined) return;
  const now = Date.now() + offset;
  for (const place of document.querySelectorAll<HTMLElement>('[data-until]')) {
    const left = Date.parse(place.dataset['until']!) - now;
    place.textContent = left > 0 ? LEFT.replace('{t}', remaining(left, language)) : '';
  }
  const clock = document.querySelector<HTMLElement>('[data-clock]');
  if (!clock) return;
  clock.hidden = false;
  clock.querySelector('time')!.textContent = time(now);
}

/** Asks whether the tender on this page moved on; says so without moving what is being read. */
async function lookForNews(): Promise<void> {
  const page = document.querySelector<HTMLElement>('[data-tender]');
  if (!page || document.hidden) return;
  const answer = await fetch(`/api/tenders/${page.dataset['tender']!}`);
  if (!answer.ok) return;
  const { status } = (await answer.json()) as { status: string };
  if (status !== page.dataset['status']) document.querySelector<HTMLElement>('[data-changed]')!.hidden = false;
}

const SIZES = ['', '125%', '150%', '200%'];

function largeType(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-large]');
  if (!button) return;
  const show = (size: string) => (document.documentElement.style.fontSize = size);
  show(localStorage.getItem('large') ?? '');
  button.hidden = false;
  button.addEventListener('click', () => {
    const next = SIZES[(SIZES.indexOf(localStorage.getItem('large') ?? '') + 1) % SIZES.length]!;
    localStorage.setItem('large', next);
    show(next);
  });
}

const quietly = (work: () => Promise<void>) => () => void work().catch(() => undefined);

const theme = localStorage.getItem('theme');
if (theme) document.documentElement.dataset['theme'] = theme;
largeType();
quietly(readClock)();
setInterval(quietly(readClock), 60_000);
setInterval(quietly(lookForNews), 30_000);
setInterval(tick, 1000);
