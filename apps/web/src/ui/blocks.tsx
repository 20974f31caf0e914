import { type AwardNotice, type Block, type Rendered, renderAwardNotice, renderTenderNotice, type TenderNotice } from '@kernel';
import type { Language } from '../lib/format';
import { Facts, Foreign } from './plain';
import { Prose } from './prose';

const One = ({ block }: { block: Block }) =>
  'heading' in block ? (
    <h4>{block.heading}</h4>
  ) : 'rows' in block ? (
    <Facts rows={block.rows.map(([label, value]) => [label, <Foreign>{value}</Foreign>] as const)} />
  ) : (
    <p className="own-lines">
      <Foreign>{block.lines.join('\n')}</Foreign>
    </p>
  );

/** A document of the platform, from its data: what people typed is text, whatever it looks like. */
export const Document = ({ title, blocks }: Rendered) => (
  <div className="prose">
    <h3>{title}</h3>
    {blocks.map((block, i) => (
      <One key={i} block={block} />
    ))}
  </div>
);

/** A published notice; one of the time before notices were data is the text that was published. */
export const NoticePage = ({ notice, language }: { notice: TenderNotice | string; language: Language }) =>
  typeof notice === 'string' ? <Prose markdown={notice} /> : <Document {...renderTenderNotice(notice, language)} />;

/** The signed award notice, as its statement says it. */
export function AwardLetter({ statement, language }: { statement: string; language: Language }) {
  const notice = JSON.parse(statement) as AwardNotice | { format: 'tianping/award-notice/1'; text: string };
  return notice.format === 'tianping/award-notice/1' ? <Prose markdown={notice.text} /> : <Document {...renderAwardNotice(notice, language)} />;
}
