import { type BlobPart, cipherSize } from '@envelope-web';
import { amountInWords, withoutEnd } from '@kernel';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tender } from '../../features/tender/api';
import { bytes } from '../../lib/format';
import { fenOf, Form, MoneyField, TextField, type TypedMoney } from '../../ui/form';
import { Foreign } from '../../ui/plain';

export interface Prepared {
  priceFen: string;
  parts: BlobPart[];
  /** Bytes of the whole sealed file. */
  sealedSize: number;
}

const MAX_FILE = 5_000_000_000;

const salt = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The price sheet with a random salt: its hash stands in the manifest, and without the salt a price could be guessed from it. */
function priceSheet(totalFen: string, durationDays: number | undefined): Blob {
  return new Blob([JSON.stringify({ format: 'tianping/price-sheet/1', totalFen, salt: salt(), ...(durationDays ? { durationDays } : {}) })], { type: 'application/json' });
}

/** A name that every system can write to its disk, as the manifest demands (docs/formats/bid-manifest.md); the file itself is not touched. */
const safeName = (name: string): string =>
  withoutEnd(
    name
      .normalize('NFC')
      .replace(/[/\\:*?"<>|\p{Cc}\p{Cf}]/gu, '_')
      .slice(0, 190),
    '. ',
  ) || 'file';

function partsOf(totalFen: string, days: number | undefined, files: readonly File[]): BlobPart[] {
  const [body, ...annexes] = files;
  const fileOf = (name: string, file: File): BlobPart => ({
    name,
    fileName: safeName(file.name),
    mediaType: /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(file.type) ? file.type : 'application/octet-stream',
    content: file,
  });
  return [
    { name: 'price-sheet', fileName: 'price-sheet.json', mediaType: 'application/json', content: priceSheet(totalFen, days) },
    fileOf('body', body!),
    ...annexes.map((file, i) => fileOf(`annex-${i + 1}`, file)),
  ];
}

/** A price a hundred or ten thousand times off the ceiling is asked about before it is sealed. */
function doubt(fen: string | undefined, ceiling: string | null | undefined): { pct: string } | undefined {
  if (!fen || !ceiling) return undefined;
  const share = (BigInt(fen) * 1000n) / BigInt(ceiling);
  return share > 1000n || share < 100n ? { pct: `${share / 10n}.${share % 10n}` } : undefined;
}

/** Price and files. Both stay on this computer; what leaves it is ciphertext. */
export function BidForm({ tender, onReady }: { tender: Tender; onReady: (bid: Prepared) => void }) {
  const { t } = useTranslation('bidder');
  const [price, setPrice] = useState<TypedMoney>({ text: '', unit: 'yuan' });
  const [days, setDays] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const fen = fenOf(price);
  const asked = doubt(fen, tender.ceilingFen);
  const check = (): Record<string, string> => ({
    ...(!fen || fen === '0' || /^0+$/.test(fen) ? { price: t('bid.needPrice') } : {}),
    ...(days.trim() && !/^[1-9]\d{0,4}$/.test(days.trim()) ? { days: t('bid.daysWrong') } : {}),
    ...(files.length === 0 ? { files: t('bid.needFile') } : {}),
    ...(files.some(({ size }) => size === 0) ? { files: t('bid.emptyFile') } : {}),
    ...(files.some(({ size }) => size > MAX_FILE) ? { files: t('bid.largeFile') } : {}),
  });
  const ready = () => {
    const found = check();
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    const parts = partsOf(fen!, days.trim() ? Number(days) : undefined, files);
    onReady({ priceFen: fen!, parts, sealedSize: parts.reduce((sum, { content }) => sum + cipherSize(content.size), 0) });
  };
  return (
    <Form label={t('bid.prepare')} onSubmit={ready}>
      <p>{t('bid.local')}</p>
      {tender.trustees && <p>{t('bid.trustees', { k: tender.trustees.threshold, n: tender.trustees.people.length })}</p>}
      <MoneyField name="price" label={t('bid.price')} value={price} onChange={setPrice} error={faults['price']} words={(amount) => amountInWords(BigInt(amount))} />
      {asked && <p className="unsubmitted">{t('bid.doubt', asked)}</p>}
      <TextField name="days" label={t('bid.days')} optional value={days} onChange={setDays} inputMode="numeric" maxLength={5} error={faults['days']} />
      <div className={faults['files'] ? 'field field-wrong' : 'field'}>
        <label htmlFor="files">{t('bid.files')}</label>
        <p className="help" id="files-help">
          {t('bid.filesHelp')}
        </p>
        <input id="files" type="file" multiple aria-describedby="files-help" onChange={(event) => setFiles([...(event.target.files ?? [])])} />
        {faults['files'] && <p className="field-error">{faults['files']}</p>}
        <ul>
          {files.map((file, i) => (
            <li key={`${file.name} ${i}`}>
              <Foreign>{file.name}</Foreign> <small>{bytes(file.size)}</small>
            </li>
          ))}
        </ul>
      </div>
      <Button type="primary" htmlType="submit">
        {t('bid.seal')}
      </Button>
    </Form>
  );
}
