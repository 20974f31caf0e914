import { type BlobPart, cipherSize } from '@envelope-web';
import { amountInWords } from '@kernel';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tender } from '../../features/tender/api';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { wordsOf } from '../../lib/told';
import { fenOf, Form, MoneyField, TextField, type TypedMoney } from '../../ui/form';
import { BidFiles } from './bid-files';
import { partsOf } from './parts';

export interface Prepared {
  priceFen: string;
  days?: number | undefined;
  parts: BlobPart[];
  /** Bytes of the whole sealed file. */
  sealedSize: number;
}

/** What is typed and chosen. It stays in the page's memory, and outlives an upload that was refused or given up. */
export interface Typed {
  price: TypedMoney;
  days: string;
  files: File[];
}

export const NOTHING_TYPED: Typed = { price: { text: '', unit: 'yuan' }, days: '', files: [] };

const MAX_FILE = 5_000_000_000;

/** Below a long list of files nobody sees that the price above it is missing. */
const toField = (name: string): void => document.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();

/** A price above the ceiling is rejected (TBR 51), and one far below it may be a slip of the unit: both are said before it is sealed. */
function doubt(fen: string | undefined, ceiling: string | null | undefined): { about: 'over' | 'doubt'; pct: string } | undefined {
  if (!fen || !ceiling) return undefined;
  const share = (BigInt(fen) * 1000n) / BigInt(ceiling);
  const pct = `${share / 10n}.${share % 10n}`;
  if (BigInt(fen) > BigInt(ceiling)) return { about: 'over', pct };
  return share < 100n ? { about: 'doubt', pct } : undefined;
}

/** Price and files. Both stay on this computer; what leaves it is ciphertext. */
export function BidForm({ tender, typed, onType, onReady }: { tender: Tender; typed: Typed; onType: (typed: Typed) => void; onReady: (bid: Prepared) => void }) {
  const { t } = useTranslation('bidder');
  const { price, days, files } = typed;
  const language = useLanguage();
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState('');
  const fen = fenOf(price);
  const asked = doubt(fen, tender.ceilingFen);
  const large = files.find(({ size }) => size > MAX_FILE);
  const check = (): Record<string, string> => ({
    ...(!fen || fen === '0' || /^0+$/.test(fen) ? { price: t('bid.needPrice') } : {}),
    ...(days.trim() && !(/^[1-9]\d{0,4}$/.test(days.trim()) && Number(days) <= 36_500) ? { days: t('bid.daysWrong') } : {}),
    ...(files.length === 0 ? { files: t('bid.needFile') } : {}),
    ...(large ? { files: t('bid.largeFile', { name: large.name }) } : {}),
  });
  // asked anew with each change: a fault that was mended does not go on standing there
  const faults: Record<string, string> = { ...(refused ? { files: refused } : {}), ...(tried ? check() : {}) };
  const ready = () => {
    setTried(true);
    const [first] = Object.keys(check());
    if (first) return toField(first);
    try {
      const calendarDays = days.trim() ? Number(days) : undefined;
      const parts = partsOf(fen!, calendarDays, files);
      onReady({ priceFen: fen!, days: calendarDays, parts, sealedSize: parts.reduce((sum, { content }) => sum + cipherSize(content.size), 0) });
    } catch (error) {
      const words = wordsOf(error, language);
      if (!words) throw error;
      setRefused(words);
      toField('files');
    }
  };
  return (
    <Form label={t('bid.prepare')} onSubmit={ready}>
      <p>{t('bid.local')}</p>
      {tender.trustees && <p>{t('bid.trustees', { k: tender.trustees.threshold, n: tender.trustees.people.length })}</p>}
      <MoneyField
        name="price"
        label={t('bid.price')}
        value={price}
        onChange={(changed) => onType({ ...typed, price: changed })}
        error={faults['price']}
        words={(amount) => amountInWords(BigInt(amount))}
      />
      {asked && <p className="unsubmitted">{t(`bid.${asked.about}`, { pct: asked.pct, ceiling: money(tender.ceilingFen!, language) })}</p>}
      <TextField name="days" label={t('bid.days')} optional value={days} onChange={(changed) => onType({ ...typed, days: changed })} inputMode="numeric" maxLength={5} error={faults['days']} />
      <BidFiles
        files={files}
        error={faults['files']}
        onChange={(chosen) => {
          setRefused('');
          onType({ ...typed, files: chosen });
        }}
      />
      <Button type="primary" htmlType="submit">
        {t('bid.seal')}
      </Button>
    </Form>
  );
}
