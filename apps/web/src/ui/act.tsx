import { Button } from 'antd';
import { createContext, type ReactNode, useContext, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from './refusal';

interface ActPageProps {
  /** What will happen, in a sentence; the part that cannot be undone stands in <strong>. */
  what: ReactNode;
  /** What exactly is signed, published or sent. */
  content?: ReactNode;
  article?: string | undefined;
  /** Names the act: 签名并递交, never "OK". */
  act: string;
  onAct: (key: string) => void;
  onBack?: (() => void) | undefined;
  /** Where going back is not to change something. */
  back?: string;
  busy: boolean;
  error?: unknown;
  /** Why it cannot be done now; the button then stays and says so. */
  hindrance?: string | undefined;
}

/** Why nothing can be done now in a whole part of a page. */
export const Hindered = createContext<string | undefined>(undefined);

/**
 * An act of law: what happens, what is signed, by which article, then a button that names it. The key is made when the page opens: a double
 * click, or a second try after a lost connection, counts once.
 */
export function ActPanel({ what, content, article, act, onAct, onBack, back, busy, error, hindrance: own }: ActPageProps) {
  const { t } = useTranslation();
  const key = useRef(crypto.randomUUID());
  const why = useId();
  const hindrance = useContext(Hindered) ?? own;
  return (
    <div className="act">
      <p className="act-what">{what}</p>
      {content}
      {article && <p className="meta">{article}</p>}
      <Failure error={error} />
      <div className="act-buttons">
        {onBack && <Button onClick={onBack}>{back ?? t('act.back')}</Button>}
        <Button
          type="primary"
          loading={busy}
          aria-disabled={Boolean(hindrance)}
          aria-describedby={hindrance ? why : undefined}
          onClick={() => {
            if (!hindrance) onAct(key.current);
          }}
        >
          {act}
        </Button>
      </div>
      {hindrance && (
        <p className="hindrance" role="note" id={why}>
          {hindrance}
        </p>
      )}
    </div>
  );
}
