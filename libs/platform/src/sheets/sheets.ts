import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { formatYuan, type Language, parseFen } from '@kernel';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../db';
import { sendAttachment } from '../http/attachment';
import { workshop } from '../lanes';

type Bilingual = Readonly<Record<Language, string>>;

/** What a cell can hold. Fen become yuan; a moment is written in Beijing's time. */
export type CellValue = string | number | Date | { fen: string | null } | null;

export interface SheetColumn<R> {
  title: Bilingual;
  /** In characters. */
  width?: number;
  of(row: R): CellValue;
}

export interface SheetSpec<R> {
  /** Of the file and of the sheet; the file's name is made from it. */
  title: Bilingual;
  columns: readonly SheetColumn<R>[];
  rows: readonly R[];
  /** What was asked for, as it was asked. */
  filter: Readonly<Record<string, unknown>>;
  at: Date;
  /** The rows end here though there may be more. */
  cut?: boolean;
}

/** The most rows that one file holds. */
export const MOST_ROWS = 10_000;

const HOUR = 3_600_000;
const LONGEST = 32_000;
/** XML 1.0 has no place for these. */
const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu;

export const beijing = (at: Date): string => new Date(at.getTime() + 8 * HOUR).toISOString().slice(0, 19).replace('T', ' ');

/** What the worker writes: a text, a number, an amount, or nothing. */
type Written = string | number | { yuan: number } | null;

const text = (value: string): string => value.replace(ODD, '').slice(0, LONGEST);

/** An amount is a number as long as the sheet's own numbers can hold every fen of it. */
function yuan(fen: string | null): Written {
  if (fen === null) return null;
  const amount = formatYuan(parseFen(fen));
  return Number.isSafeInteger(Number(fen)) ? { yuan: Number(amount) } : text(amount);
}

function cell(value: CellValue): Written {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'string') return text(value);
  return value instanceof Date ? text(beijing(value)) : yuan(value.fen);
}

const WORDS = {
  about: { zh: '说明', en: 'About' },
  what: { zh: '内容', en: 'Content' },
  filter: { zh: '筛选条件', en: 'Filter' },
  none: { zh: '无', en: 'none' },
  at: { zh: '导出时间（北京时间）', en: 'Made at (Beijing time)' },
  by: { zh: '导出人', en: 'Made by' },
  rows: { zh: '行数', en: 'Rows' },
  cut: { zh: `只导出前 ${MOST_ROWS} 行，请缩小筛选范围`, en: `Only the first ${MOST_ROWS} rows; narrow the filter for the others` },
} satisfies Record<string, Bilingual>;

/** The first sheet: what this is, what it was filtered by, when and by whom it was made. */
function about<R>({ title, filter, at, rows, cut }: SheetSpec<R>, { actor, language }: Pick<Caller, 'actor' | 'language'>): Written[][] {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const said = asked.map(([name, value]) => `${name}=${String(value)}`).join('; ') || WORDS.none[language];
  const who = actor.accountId ? `${actor.name} (${actor.login})` : actor.name;
  const lines: [Bilingual, CellValue][] = [
    [WORDS.what, title[language]],
    [WORDS.filter, said],
    [WORDS.at, at],
    [WORDS.by, who],
    [WORDS.rows, rows.length],
  ];
  return [...lines.map(([name, value]) => [text(name[language]), cell(value)]), ...(cut ? [[text(WORDS.cut[language])]] : [])];
}

/** Rows that are looked at before others get their turn. */
const PIECE = 250;

/** The rows as JSON in pieces: handing those over to a thread costs the loop nothing. */
async function piecesOf<R>({ columns, rows }: SheetSpec<R>): Promise<string[]> {
  const pieces: string[] = [];
  for (let at = 0; at < rows.length; at += PIECE) {
    pieces.push(JSON.stringify(rows.slice(at, at + PIECE).map((row) => columns.map((column) => cell(column.of(row))))));
    await turn();
  }
  return pieces;
}

/** One workbook at a time, and a few that wait for it. */
const writing = workshop<object, Uint8Array>(join(__dirname, 'sheet-worker.cjs'), { width: 1, each: 1, most: 12, mostOfOne: 4, patienceMs: 20_000 });

/** A workbook of two sheets: about it, and the rows. */
export async function workbook<R>(spec: SheetSpec<R>, caller: Pick<Caller, 'actor' | 'language'>): Promise<Buffer> {
  const { language } = caller;
  const names = { about: { title: WORDS.about[language], lines: about(spec, caller) }, title: spec.title[language] };
  const head = spec.columns.map(({ title }) => title[language]);
  const widths = spec.columns.map(({ width = 16 }) => width);
  return Buffer.from(await writing({ ...names, head, widths, pieces: await piecesOf(spec) }));
}

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Sends the rows as a file that a browser saves. */
export async function sendWorkbook<R>(reply: FastifyReply, spec: SheetSpec<R>, caller: Pick<Caller, 'actor' | 'language'>): Promise<void> {
  const name = `${spec.title[caller.language]} ${beijing(spec.at).slice(0, 10)}.xlsx`;
  void sendAttachment(reply, { name, mediaType: TYPE }, await workbook(spec, caller));
}
