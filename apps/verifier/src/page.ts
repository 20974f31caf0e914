/// <reference lib="dom" />
import { type Check, summarise, type Summary } from './checks';
import { reasonOf } from './fault';
import { inputsOf, type Sorted, sortFile, type What } from './sort-files';
import { verify } from './verify';
import { visibly } from './visibly';

type Language = 'zh' | 'en';

const WHAT: Record<What, Record<Language, string>> = {
  evidence: { zh: '证据', en: 'evidence' },
  sealed: { zh: '密封文件', en: 'sealed file' },
  keys: { zh: '密钥', en: 'keys' },
  certificates: { zh: '您信任的证书', en: 'certificates you trust' },
  revocations: { zh: '吊销列表', en: 'revocation list' },
  signature: { zh: '签名', en: 'signature' },
  token: { zh: '时间戳', en: 'time stamp' },
  set: { zh: '公布的清单', en: 'published set' },
  entries: { zh: '清单各项', en: 'entries of the set' },
  draw: { zh: '抽取记录', en: 'draw record' },
  'two-person': { zh: '双人记录', en: 'two-person record' },
  statement: { zh: '签名文件', en: 'statement' },
  unknown: { zh: '不认识，未使用', en: 'not recognised, not used' },
};
const STATES = {
  true: { mark: { zh: '✓ 成立', en: '✓ holds' }, style: 'good' },
  false: { mark: { zh: '✗ 不成立', en: '✗ fails' }, style: 'bad' },
  unknown: { mark: { zh: '? 无法判断', en: '? open' }, style: 'open' },
};
const REMOVE = { zh: '移除', en: 'Remove' };
const WORKING = { zh: '正在计算……', en: 'Computing …' };
const ORDER: Check['holds'][] = [false, 'unknown', true];

let language: Language = 'zh';
let files: Sorted[] = [];
let checks: Check[] = [];
let turn = 0;

const at = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

/** Text only: nothing that stands in a file becomes markup. */
function make(tag: string, text: string, style = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = style;
  return element;
}

function drawCheck({ holds, zh, en, reason, id }: Check): HTMLElement {
  const { mark, style } = STATES[`${holds}`];
  const item = make('li', '', style);
  item.dataset['id'] = id;
  item.append(make('span', mark[language], 'mark'), make('span', { zh, en }[language]));
  if (reason) item.append(make('p', reason[language], 'why'));
  return item;
}

function drawFile(sorted: Sorted): HTMLElement {
  const item = make('li', '');
  const remove = make('button', REMOVE[language]);
  remove.setAttribute('aria-label', `${REMOVE[language]} ${visibly(sorted.file.name)}`);
  remove.addEventListener('click', () => void replace(files.filter((file) => file !== sorted)));
  item.append(make('span', `${visibly(sorted.file.name)} · ${WHAT[sorted.what][language]}`), remove);
  return item;
}

function drawVerdict(state: string, style: string, texts: Record<Language, string>): void {
  const box = at('verdict');
  box.className = style;
  box.dataset['state'] = state;
  Object.assign(box.dataset, texts);
}

const styleOf = ({ holds, unknown }: Summary): string => (!holds ? 'bad' : unknown > 0 ? 'open' : 'good');

function draw(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll<HTMLElement>('[data-zh]')) element.textContent = element.dataset[language]!;
  at('language').textContent = language === 'zh' ? 'English' : '中文';
  at('language').lang = language === 'zh' ? 'en' : 'zh-CN';
  at('again').hidden = files.length === 0;
  at('files').replaceChildren(...files.map(drawFile));
  at('checks').replaceChildren(...ORDER.flatMap((holds) => checks.filter((check) => check.holds === holds)).map(drawCheck)); // what fails comes first
}

/** Verifies what stands there now; a verdict that a later file overtook is dropped. */
async function replace(next: Sorted[]): Promise<void> {
  files = next;
  checks = [];
  const mine = (turn += 1);
  drawVerdict('working', '', WORKING);
  draw();
  await new Promise((resolve) => setTimeout(resolve, 20)); // the browser draws first
  const verdict = await verify(inputsOf(files));
  if (mine !== turn) return;
  checks = verdict.checks;
  const summary = summarise(checks);
  const nothing = {
    zh: '还没有可核验的文件：请加入 evidence.json、公布的清单、签名文件或抽取记录。',
    en: 'There is nothing to verify yet: add evidence.json, a published set, a statement or a draw record.',
  };
  if (checks.some(({ id }) => !/^(trust|files)[.]/.test(id))) drawVerdict(summary.holds ? 'holds' : 'fails', styleOf(summary), summary);
  else drawVerdict('none', '', nothing);
  draw();
}

async function take(list: Iterable<File>): Promise<void> {
  const read = (file: File) => async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  try {
    const added = await Promise.all([...list].map((file) => sortFile({ name: file.name, source: { size: file.size, read: read(file) } })));
    await replace([...files, ...added]);
  } catch (error) {
    const { zh, en } = reasonOf(error);
    drawVerdict('unreadable', 'bad', { zh: visibly(zh), en: visibly(en) });
    draw();
  }
}

const zone = at('drop');
const pick = at<HTMLInputElement>('pick');
pick.addEventListener('change', () => {
  void take([...pick.files!]);
  pick.value = '';
});
for (const event of ['dragover', 'dragleave', 'drop'])
  document.addEventListener(event, (over) => {
    over.preventDefault(); // a file that misses the zone must not replace this page
    zone.classList.toggle('over', event === 'dragover');
  });
document.addEventListener('drop', ({ dataTransfer }) => void take([...(dataTransfer?.files ?? [])]));
at('again').addEventListener('click', () => void replace([]));
at('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  draw();
});
draw();
